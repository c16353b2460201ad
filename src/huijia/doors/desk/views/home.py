"""The first page of each login, chosen by what it may do: direct, keep the desk, work, decide for the street."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huijia.core.matters import queries
from huijia.core.matters.enums import OPEN_STATES, Asked, State
from huijia.core.matters.models import Handover, Matter
from huijia.core.people.models import Post
from huijia.core.people.queries import holding
from huijia.core.places.tiles import open_to_tiles
from huijia.doors.desk.cards import cards
from huijia.doors.desk.views.lists import counted
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.accounts.due import sections_for
from huijia.kernel.accounts.errors import CommunityNeeded
from huijia.kernel.accounts.street import works_for_a_street
from huijia.kernel.communities import options
from huijia.kernel.communities.calendars import calendar_of, gap_ahead
from huijia.lib import clock
from huijia.serve.hotline.queries.roster import duty_for

SHORT = 12
LONG = 30


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    try:
        access = open_for(request)
    except CommunityNeeded:
        if works_for_a_street(request):
            return redirect("directives:street")
        raise
    if access.may("matters.street"):
        return redirect("directives:street")
    moment = clock.now()
    for permission, template, load in FIRST_PAGES:
        if access.may(permission):
            context = {**load(access, moment), "due": sections_for(access, moment), "duty": duty_for(access, moment)}
            return open_to_tiles(render(request, template, context), access.community)
    return redirect("accounts:users" if access.may("accounts.manage") else "desk:audit")


def pressing(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """The most urgent first, those without a running clock last."""
    return queries.with_card(rows).order_by(F("next_due").asc(nulls_last=True), "pk")


def listed(**words: str) -> str:
    """The address of the list under these filters."""
    return f"{reverse('desk:matters')}?{urlencode(words)}"


def _tile(rows: QuerySet[Matter], label: str, **words: str) -> dict[str, Any]:
    """One number that opens to its records."""
    number = queries.count_up_to(rows)
    lamp = words.get("lamp", "") if number else ""
    return {"label": label, "number": counted(number), "lamp": lamp, "url": listed(**words)}


def _narrow(access: Access, at: datetime, **words: str) -> QuerySet[Matter]:
    return queries.narrowed(queries.visible_to(access), queries.Filters(**words), access, at)


def morning(access: Access, at: datetime) -> dict[str, Any]:
    """Tiles, what waits for me, what will be late. Each number opens to its records."""
    seen = queries.visible_to(access)
    todo = queries.waiting_for(access, at)
    late = seen.filter(next_warn__lte=at, next_due__isnull=False)
    return {
        "tiles": [
            _tile(todo, _("待办"), flag="todo"),
            _tile(_narrow(access, at, flag="mine", state="open"), _("我发起"), flag="mine", state="open"),
            _tile(_narrow(access, at, flag="supervised", state="open"), _("督办"), flag="supervised", state="open"),
            _tile(_narrow(access, at, lamp="red"), _("超期"), lamp="red"),
            _tile(_narrow(access, at, flag="today"), _("今日新"), flag="today"),
        ],
        "steps": _steps(access), "todo": cards(pressing(todo)[:SHORT], at), "todo_url": listed(flag="todo"),
        "late": cards(pressing(late)[:SHORT], at), "late_url": listed(lamp="red"), "day": clock.local(at).date(),
        "gap": gap_ahead(calendar_of(access.community), clock.local(at).date()),
        "may_arrange": access.may("settings.edit"),
    }


STEPS = (
    (State.COLLECTED, "matters.accept"), (State.ACCEPTED, "matters.assign"), (State.REPORTED, "matters.check"),
    (State.CHECKED, "matters.answer"),
)


def _steps(access: Access) -> list[dict[str, Any]]:
    """How many wait for each next step that this login may make; states with none are left out."""
    found = []
    for state, permission in STEPS:
        number = queries.count_up_to(queries.visible_to(access).filter(state=state)) if access.may(permission) else 0
        if number:
            found.append({"label": state.label, "number": counted(number), "url": listed(state=state.value)})
    return found


def counter(access: Access, at: datetime) -> dict[str, Any]:
    """The desk: new ones to accept first, then whom to answer."""
    seen = queries.visible_to(access)
    fresh, checked = seen.filter(state=State.COLLECTED), seen.filter(state=State.CHECKED)
    return {
        "tiles": [
            _tile(fresh, _("待受理"), state=State.COLLECTED.value),
            _tile(checked, _("待答复"), state=State.CHECKED.value),
            _tile(_narrow(access, at, lamp="red"), _("超期"), lamp="red"),
            _tile(_narrow(access, at, flag="today"), _("今日新"), flag="today"),
        ],
        "fresh": cards(pressing(fresh)[:SHORT], at), "checked": cards(pressing(checked)[:SHORT], at),
        "fresh_url": listed(state=State.COLLECTED.value), "checked_url": listed(state=State.CHECKED.value),
    }


def my_list(access: Access, at: datetime) -> dict[str, Any]:
    """我的清单: what I am asked to take over, what is mine, where I help, and what I may claim."""
    asked = Handover.objects.of(access.community).filter(
        taker_id__in=access.post_ids, outcome=Asked.PENDING
    ).select_related("giver__person", "matter__grid", "matter__category", "matter__responsible").order_by("pk")[:SHORT]
    offers = list(asked)
    mine = queries.mine(access, at).exclude(pk__in=[offer.matter_id for offer in offers])
    helping = queries.visible_to(access).filter(
        helpers__post_id__in=access.post_ids, helpers__until=None, state__in=OPEN_STATES
    )
    free = queries.claimable(access, at)
    return {
        "offers": [{"card": card, "offer": offer} for card, offer in
                   zip(cards((offer.matter for offer in offers), at), offers, strict=True)],
        "mine": cards(pressing(mine)[:LONG], at), "helping": cards(pressing(helping)[:SHORT], at),
        "claimable": cards(pressing(free)[:SHORT], at), "claim_post": _claim_post(access),
        "may_register": access.may("matters.register"),
    }


def _claim_post(access: Access) -> int | None:
    """The post in which I claim, where I hold exactly one that may; else the page of the move asks."""
    kinds = list(options.get(access.community, "claim_kinds"))
    mine = holding(Post.objects.of(access.community).filter(Q(pk__in=access.post_ids, kind__in=kinds)))
    found = list(mine.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


FIRST_PAGES: tuple[tuple[str, str, Callable[[Access, datetime], dict[str, Any]]], ...] = (
    ("matters.assign", "desk/home_morning.html", morning),
    ("matters.answer", "desk/home_desk.html", counter),
    ("matters.view_own", "desk/home_mine.html", my_list),
)
