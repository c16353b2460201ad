"""The figures, and the records behind each of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from huijia.insight.figures import period
from huijia.insight.figures.catalogue import CATALOGUE, Line, compute_all
from huijia.insight.figures.figure import Basis, Figure, Subject, Value
from huijia.insight.figures.forms import PeriodForm
from huijia.insight.figures.period import Period, Scope
from huijia.insight.figures.records import page_of
from huijia.kernel.accounts.access import Access, open_for
from huijia.lib import clock


@dataclass(frozen=True)
class Shown:
    """A line of the table; `url` is "" for those who may see the number and not its records."""

    line: Line
    url: str
    when: str


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """GET /desk/figures/?from=2026-01-01&to=2026-03-31."""
    access = open_for(request, "figures.view")
    form = PeriodForm(request.GET)
    chosen = form.chosen
    scope = Scope(access.community, chosen, clock.now())
    lines = [
        Shown(line, _records_url(line, chosen, access), _when(line.figure.basis))
        for line in compute_all(scope)
        if access.may(line.figure.permission)
    ]
    context = {"form": form, "lines": lines, "period": chosen, "presets": _presets(chosen)}
    return render(request, "figures/figures.html", context)


@require_GET
def records(request: HttpRequest, key: str) -> HttpResponse:
    """GET /desk/figures/<key>/?from=…&to=…&which=hit|rest&before=…: what was counted, fifty at a time."""
    figure = CATALOGUE.get(key)
    if figure is None:
        open_for(request, "figures.view")
        raise Http404
    access = open_for(request, figure.permission, figure.subject.permission, any=False)
    form = PeriodForm(request.GET)
    scope = Scope(access.community, form.chosen, clock.now())
    which = request.GET.get("which", "")
    value = figure.compute(scope)
    known = value.value is not None
    context = {
        "figure": figure, "value": value, "number": value.value if known else _("没有可算的"),
        "unit": figure.unit if known else "", "form": form, "which": which, "when": _span(figure.basis, value),
        "both": f"{value.numerator} / {value.denominator}",
        "page": page_of(figure, scope, which, request.GET.get("before", ""), access),
        "has_parts": figure.hit is not None, "ended_label": _ended_label(figure),
        "is_about_matters": figure.subject in (Subject.MATTER, Subject.GRADE),
        "query": _query(form.chosen), "is_later": bool(request.GET.get("before")),
    }
    return render(request, "figures/records.html", context)


def _ended_label(figure: Figure) -> str:
    if figure.subject == Subject.GRADE:
        return _("评价")
    return _("联系") if figure.key == "first_contact_on_time" else _("办结")


def _query(chosen: Period) -> str:
    return urlencode({"from": chosen.first.isoformat(), "to": chosen.last.isoformat()})


def _records_url(line: Line, chosen: Period, access: Access) -> str:
    if not access.may(line.figure.subject.permission):
        return ""
    if line.figure.desk_query:
        return f"{reverse('desk:matters')}?{line.figure.desk_query}"
    return f"{reverse('figures:records', args=[line.figure.key])}?{_query(chosen)}"


def _when(basis: Basis) -> str:
    return {Basis.PERIOD: _("期内"), Basis.DAY: _("末日当天"), Basis.NOW: _("此刻")}[basis]


def _full(day: date) -> str:
    return date_format(day, pgettext("日期格式，完整", "Y年n月j日"))


def _span(basis: Basis, value: Value) -> str:
    last = _full(value.last)
    if basis == Basis.NOW:
        return _("此刻")
    if basis == Basis.DAY or value.first is None:
        return _("截至%(day)s") % {"day": last}
    return _("%(first)s至%(last)s") % {"first": _full(value.first), "last": last}


def _presets(chosen: Period) -> list[dict[str, Any]]:
    today = clock.today()
    wanted = [
        (_("本月"), period.this_month(today)),
        (_("上月"), period.last_month(today)),
        (_("今年"), period.this_year(today)),
    ]
    return [{"label": label, "query": _query(each), "active": each == chosen} for label, each in wanted]
