"""One home: the check on one screen, its record and the notice to sign; hazards and their terms."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people.queries import cared_by, heads_at
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import queries as files
from huijia.kernel.files.formkit import kept_photos
from huijia.kernel.files.models import Attachment
from huijia.lib import clock
from huijia.serve.inspections import actions, queries
from huijia.serve.inspections.enums import HazardState, Verdict
from huijia.serve.inspections.formkit import CheckForm
from huijia.serve.inspections.log import CHECK
from huijia.serve.inspections.models import Check, Hazard, Home
from huijia.serve.inspections.views.entry import SIZE, entered


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest, home_id: int) -> HttpResponse:
    """The record of the home to whoever may see it; the form to who checks homes."""
    access = entered(request, "inspections.do" if request.method == "POST" else "inspections.view")
    row = queries.home(access, home_id)
    if row is None:
        raise Http404
    if request.method != "POST":
        return _page(request, access, row, CheckForm(access=access, home=row))
    form = CheckForm(request.POST, request.FILES, access=access, home=row)
    if not form.is_valid():
        return _page(request, access, row, form, status=422)
    try:
        photos = kept_photos(form.cleaned_data["photos"], by=access)
        done = actions.check(form.draft(access), by=access, photos=photos)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, row, form, status=form.status)
    return _told(request, row, done.check)


def _told(request: HttpRequest, row: Home, check: Check) -> HttpResponse:
    """Back to the list; where something was found, to the notice that is handed over."""
    if check.hazards.exists():
        messages.success(request, _("记下了。请把整改通知打印或出示给住户。"))
        return redirect("inspections:check", check.ticket)
    if row.failed == 2 and row.report_id is None:
        messages.warning(request, _("已经两次没有进门，下次换个时间再来，例如晚上或周末。"))
    elif row.report_id is not None and check.result in ("missed", "refused"):
        messages.warning(request, _("三次没有进门，已报告社区另想办法。"))
    else:
        messages.success(request, _("记下了。"))
    return redirect("inspections:campaign", row.campaign_id)


def _page(request: HttpRequest, access: Access, row: Home, form: CheckForm, status: int = 200) -> HttpResponse:
    context = {
        "home": row, "form": form, "campaign": row.campaign,
        "heads": heads_at(access, [row.dwelling_id], cared_by(access)).get(row.dwelling_id, []),
        "checks": list(row.checks.order_by("-pk")[:5]),
        "closed": row.campaign.closed_at is not None and not form.before, "may_do": access.may("inspections.do"),
    }
    return render(request, "inspections/home.html", context, status=status)


def _check_of(access: Access, ticket: str) -> Check:
    found = queries.find_check(access, ticket)
    if found is None:
        raise Http404
    return found


@require_GET
def check(request: HttpRequest, ticket: str) -> HttpResponse:
    access = entered(request, "inspections.view")
    row = _check_of(access, ticket)
    kept = files.attachments(row.community_id, (CHECK, row.pk))
    today = clock.today()
    hazards = queries.with_line(Hazard.objects.of(access.community).filter(check_made=row)).order_by("pk")
    context = {
        "check": row, "items": _items(row), "may_do": access.may("inspections.do"),
        "hazards": [{"row": each, **queries.lamp_of(each, today)} for each in hazards],
        "put_right": list(row.put_right.order_by("pk")), "signature": _signature(kept),
        "photos": [
            {"url": each.file.url, "thumb_url": each.file.thumb_url} for each in kept
            if each.purpose == "inspections.checked"
        ],
    }
    return render(request, "inspections/check.html", context)


def _items(row: Check) -> list[dict[str, Any]]:
    labels = dict(Verdict.choices)
    return [
        {"text": item["text"], "verdict": row.answers.get(item["code"], ""),
         "label": labels.get(row.answers.get(item["code"], ""), "—")}
        for item in row.checklist.items
    ] if row.answers else []


def _signature(kept: list[Attachment]) -> str:
    return next((each.file.url for each in kept if each.purpose == "inspections.signed"), "")


@require_GET
def notice(request: HttpRequest, ticket: str) -> HttpResponse:
    """A4 隐患整改通知书, one for the household."""
    access = entered(request, "inspections.view")
    row = _check_of(access, ticket)
    hazards = list(row.hazards.order_by("pk"))
    if not hazards:
        raise Http404
    context = {
        "check": row, "hazards": hazards, "community": access.community, "campaign": row.home.campaign,
        "signature": _signature(files.attachments(row.community_id, (CHECK, row.pk))),
    }
    return render(request, "inspections/notice.html", context)


@require_GET
def hazards(request: HttpRequest) -> HttpResponse:
    """`view`: open (the soonest due first) or closed (newest first, paged by id)."""
    access = entered(request, "inspections.view")
    view = "closed" if request.GET.get("view") == "closed" else "open"
    rows = queries.with_line(queries.hazards(access)).filter(state=HazardState(view))
    older = None
    if view == "open":
        found = list(rows.order_by("due_on", "pk")[: 4 * SIZE])
    else:
        before = request.GET.get("before", "")
        if before.isdecimal() and len(before) < 19:
            rows = rows.filter(pk__lt=int(before))
        found = list(rows.order_by("-pk")[: SIZE + 1])
        older = found[SIZE - 1].pk if len(found) > SIZE else None
        found = found[:SIZE]
    today = clock.today()
    context = {
        "hazards": [{"row": row, **queries.lamp_of(row, today)} for row in found], "view": view, "older": older,
        "may_plan": access.may("inspections.plan"),
    }
    return render(request, "inspections/hazards.html", context)


@require_POST
def raise_matter(request: HttpRequest, hazard_id: int) -> HttpResponse:
    access = entered(request, "inspections.do")
    rows = queries.hazards(access).select_related(
        "check_made__home__dwelling__grid", "check_made__home__dwelling__group", "matter"
    )
    row = rows.filter(pk=hazard_id).first()
    if row is None:
        raise Http404
    try:
        matter = actions.raise_matter(row, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已转为事项 #%(ticket)s，社区会派人办。") % {"ticket": matter.ticket})
    return redirect("inspections:check", row.check_made.ticket)
