"""The list of matters: filters in the address, bounded pages, nothing counted beyond a thousand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huijia.core.matters import actions, queries
from huijia.core.people.formkit import post_line
from huijia.doors.desk.cards import cards
from huijia.doors.desk.forms.filters import FLAGS, FilterForm, filters_of
from huijia.doors.desk.reading import SEEING
from huijia.kernel.accounts.access import Access, open_for
from huijia.lib import clock

MOST = 1000


@require_GET
def matters(request: HttpRequest) -> HttpResponse:
    access = open_for(request, *SEEING)
    moment = clock.now()
    filters = filters_of(request.GET)
    rows = queries.narrowed(queries.visible_to(access), filters, access, moment)
    page = queries.page(rows, request.GET.get("before", ""))
    found = cards(page.rows, moment)
    context: dict[str, Any] = {
        "cards": found, "older": page.older, "count": counted(queries.count_up_to(rows, MOST)), "filters": filters,
        "form": FilterForm(request.GET, access=access), "flags": _flags(access, filters.flag), "posts": [],
        "is_later": bool(request.GET.get("before")), "may_export": access.may("matters.export"),
    }
    if access.may("matters.assign"):
        context["posts"] = [(post.pk, post_line(post)) for post in actions.may_be_responsible(access)]
    return render(request, "desk/matters.html", context)


def counted(number: int) -> str:
    """`1000+` instead of counting a million."""
    return f"{MOST}+" if number > MOST else str(number)


def _flags(access: Access, chosen: str) -> list[dict[str, object]]:
    """The views above the list; 可认领 and 待抽查 only for those who can act on them."""
    hidden = set()
    if not access.may("matters.claim") or access.grids is None:
        hidden.add("claimable")
    if not access.may("matters.check"):
        hidden.add("sample")
    if not access.may("matters.register"):
        hidden.add("mine")
    lines = [{"value": "", "label": _("全部"), "active": not chosen}]
    return lines + [
        {"value": value, "label": label, "active": value == chosen} for value, label in FLAGS if value not in hidden
    ]
