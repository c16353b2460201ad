"""值班表: a month with its gaps, filled from the weekly pattern, printed and taken out as a table."""

import tempfile
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import calendars
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, spreadsheet
from huijia.serve.hotline import actions
from huijia.serve.hotline.enums import ShiftKind
from huijia.serve.hotline.forms.roster import ReasonForm
from huijia.serve.hotline.models import DutyTurn
from huijia.serve.hotline.queries import roster as queries
from huijia.serve.hotline.views.opening import opened

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST, LAST = date(2020, 1, 1), date(2099, 12, 1)


def month_in(text: str) -> date:
    """The first day of the month `2026-04`, of this one where it is none."""
    try:
        return min(max(date.fromisoformat(f"{text}-01"), FIRST), LAST)
    except ValueError:
        return clock.today().replace(day=1)


def address(first: date) -> str:
    return f"{reverse('hotline:roster')}?month={first:%Y-%m}"


def _context(access: Access, first: date) -> dict[str, Any]:
    today = clock.today()
    days = queries.month_of(access.community, first, today)
    # Of the month that runs, what is over folds away.
    past = [day for day in days if day.is_past] if first == today.replace(day=1) else []
    return {
        "first": first, "days": days, "past": past, "ahead": days[len(past) :],
        "before": first - timedelta(days=1), "after": first + timedelta(days=32),
        "gap_days": sum(1 for day in days if day.gaps), "filled": any(day.shifts for day in days),
        "today": today, "calendar_gap": calendars.gap_ahead(calendars.calendar_of(access.community), today),
    }


@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    access = opened(request, "hotline.work", "hotline.manage")
    first = month_in(request.GET.get("month", ""))
    now = clock.now()
    context = _context(access, first) | {
        "mine": queries.my_shifts(access, now), "may_manage": access.may("hotline.manage"),
        "swaps": [(swap, swap.taker.person_id in access.person_ids) for swap in queries.swaps_for(access)[:10]],
        "on_now": queries.on_now(access.community, now), "persons": access.person_ids, "now": now,
        "has_pattern": DutyTurn.objects.of(access.community).exists(),
    }
    return render(request, "hotline/roster.html", context)


@require_POST
def roster_fill(request: HttpRequest) -> HttpResponse:
    """Fills the month of the form from the pattern; days that have a shift stay."""
    access = opened(request, "hotline.manage")
    first = month_in(request.POST.get("month", ""))
    try:
        filled = actions.fill_month(first, by=access)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("hotline:pattern")
    if filled.made:
        text = _("%(month)s 月排了 %(made)s 个班。接下来可以点开某一天单独调整。")
        messages.success(request, text % {"month": first.month, "made": filled.made})
    else:
        messages.info(request, _("这个月每天都有班了，没有改动。"))
    if filled.vacant:
        days = "、".join(f"{day:%m-%d}" for day in sorted(set(filled.vacant)))
        messages.warning(request, _("这些日子排班的人不在任，空着：%(days)s") % {"days": days})
    return redirect(address(first))


@require_GET
def roster_print(request: HttpRequest) -> HttpResponse:
    """A4 for the wall."""
    access = opened(request, "hotline.work", "hotline.manage")
    context = _context(access, month_in(request.GET.get("month", "")))
    return render(request, "hotline/roster_print.html", context | {"community": access.community})


@require_http_methods(["GET", "POST"])
def roster_xlsx(request: HttpRequest) -> HttpResponse | FileResponse:
    """GET asks for the reason; POST answers with the month as a table."""
    access = opened(request, "hotline.manage")
    first = month_in(request.GET.get("month", ""))
    form = ReasonForm(request.POST if request.method == "POST" else None, access=access)
    if request.method == "POST" and form.is_valid():
        return _book(access, first, form.cleaned_data["reason"])
    context = {"form": form, "back": address(first), "title": _("导出值班表")}
    return render(request, "hotline/export.html", context, status=422 if form.is_bound else 200)


def _book(access: Access, first: date, reason: str) -> FileResponse:
    column = spreadsheet.Column
    columns = [
        column(_("日期"), 12, "date"), column(_("星期"), 8), column(_("班次"), 12), column(_("时间"), 16),
        column(_("值班人"), 22), column(_("接听号码"), 16),
    ]
    rows = [
        [shift.day, weekday(shift.day), str(ShiftKind(shift.kind).label), shift.hours, shift.post_label, shift.phone]
        for day in queries.month_of(access.community, first, clock.today()) for shift in day.shifts
    ]
    title = _("热线值班表")
    return sent_book(access, spreadsheet.Sheet(title, columns, rows), title, reason, f"{first:%Y%m}")


def sent_book(access: Access, sheet: spreadsheet.Sheet, what: str, reason: str, mark: str) -> FileResponse:
    """The file, with who took it out and what for on each page; one entry in the log before it leaves."""
    said = _("%(community)s %(what)s %(who)s %(when)s 用途：%(reason)s") % {
        "community": access.community.name, "what": what, "who": access.label, "reason": reason,
        "when": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
    }
    book = tempfile.SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 (FileResponse closes it)
    try:
        marked = spreadsheet.Sheet(sheet.title, sheet.columns, sheet.rows, said)
        count = spreadsheet.write_book(book, [marked])
        actions.record_export(what=what, rows=count, reason=reason, by=access)
    except BaseException:
        book.close()
        raise
    book.seek(0)
    return FileResponse(book, as_attachment=True, filename=f"{what}-{mark}.xlsx", content_type=CONTENT_TYPE)


def weekday(day: date) -> str:
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return names[day.weekday()]
