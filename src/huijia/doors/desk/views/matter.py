"""One matter on one page: what it is, what happened, and only the moves that I may make now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from huijia.core.matters import actions, deadlines, links, queries, rights
from huijia.core.matters.enums import Asked, Clock, State
from huijia.core.matters.models import Matter
from huijia.core.matters.workflow import Edge
from huijia.doors.desk import reading, timeline
from huijia.doors.desk.cards import card_of, cards
from huijia.doors.desk.forms.moves import AT_ONCE, GRAVE, MAIN
from huijia.doors.desk.forms.moves_work import helper_line
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, masks

RELATED = 10
_REDIRECTED = gettext_lazy("改派")


@dataclass(frozen=True)
class Button:
    """One move as a button. `at_once`: it needs nothing filled in, the button itself posts."""

    move: str
    label: str | Promise
    url: str
    at_once: bool
    grave: bool


def label_of_move(matter: Matter, edge: Edge) -> str | Promise:
    """Assigning what is assigned already is sending it to somebody else."""
    return _REDIRECTED if edge.move == "assign" and matter.state == State.ASSIGNED else edge.label


def _button(matter: Matter, edge: Edge) -> Button:
    url = reverse("desk:move", args=[matter.ticket, edge.move])
    return Button(edge.move, label_of_move(matter, edge), url, edge.move in AT_ONCE, edge.move in GRAVE)


def _is_main(matter: Matter, move: str) -> bool:
    if move == "assign":
        return matter.state == State.ACCEPTED
    return move != "grade" or not matter.grades.exists()


def buttons(matter: Matter, access: Access, at: datetime) -> dict[str, Any]:
    """`main` the one big action or None, `plain` the others, `grave` those with consequences."""
    made = {edge.move: _button(matter, edge) for edge in queries.moves_for(matter, access, at)}
    main = next((made[move] for move in MAIN if move in made and _is_main(matter, move)), None)
    rest = [button for button in made.values() if button is not main]
    return {
        "main": main, "plain": [button for button in rest if not button.grave],
        "grave": [button for button in rest if button.grave],
    }


@require_GET
def matter(request: HttpRequest, ticket: str) -> HttpResponse:
    access, found = reading.opened(request, ticket)
    return whole_page(request, access, found)


@require_POST
def reveal(request: HttpRequest, ticket: str) -> HttpResponse:
    """The reporter's number in the clear, once: one entry in the log, nothing in any address."""
    access, found = reading.opened(request, ticket)
    if not _may_reveal(found, access):
        raise PermissionDenied(_("您没有权限看这个号码"))
    try:
        phone = actions.reveal_phone(found, reason=request.POST.get("reason", ""), by=access)
    except Refusal as refusal:
        return whole_page(request, access, found, status=422, extra={"reveal_error": str(refusal)})
    extra = {"phone": phone, "text": found.text, "is_revealed": True}
    answer = whole_page(request, access, found, extra=extra)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def voice(request: HttpRequest, ticket: str) -> HttpResponse:
    """What was heard in a spoken report, added to its text by who accepts matters; the audio stays."""
    access, found = reading.opened(request, ticket)
    if not access.may("matters.accept"):
        raise PermissionDenied(_("您没有权限办这一步"))
    heard = request.POST.get("heard", "")
    if request.POST.get("version") != str(found.version):
        extra = {"voice_error": _("这件事刚刚有了变化，请看最新情况后再办"), "heard": heard}
        return whole_page(request, access, found, status=409, extra=extra)
    try:
        actions.type_voice(found, text=heard, by=access)
    except Refusal as refusal:
        return whole_page(request, access, found, status=422, extra={"voice_error": str(refusal), "heard": heard})
    messages.success(request, _("听到的话已记入，录音还在。"))
    return redirect("desk:matter", found.ticket)


@require_GET
def paper(request: HttpRequest, ticket: str) -> HttpResponse:
    """A4: the whole course of the matter with a place to sign."""
    access, found = reading.opened(request, ticket)
    moment = clock.now()
    story = timeline.story_of(found)
    context = {
        "matter": found, "card": card_of(found, moment), "story": story, "items": story.items[::-1],
        "text": masks.mask_in_text(found.text), "reporter": _reporter(found, access), "printed_at": moment,
        "helpers": [helper_line(row) for row in queries.helpers_of(found)],
        "responsible_word": options.get(access.community, "responsible_label"), "grade": found.grades.first(),
        "community": access.community,
    }
    return render(request, "desk/print.html", context)


def whole_page(
    request: HttpRequest, access: Access, found: Matter, status: int = 200, extra: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of a matter; `extra` says what went before (a stale act, a revealed number)."""
    moment = clock.now()
    context: dict[str, Any] = {
        "matter": found, "card": card_of(found, moment), "story": timeline.story_of(found),
        "text": masks.mask_in_text(found.text), "reporter": _reporter(found, access),
        "may_reveal": bool(found.phone_sealed) and _may_reveal(found, access, moment),
        "responsible_word": options.get(access.community, "responsible_label"),
        "grades": list(found.grades.all()[:RELATED]), **_people(found), **_clocks(found, moment),
        "may_type": access.may("matters.accept") and found.is_open,
        "may_merge": access.may("matters.merge"), "links": links.of(found, access), **_related(found, access, moment),
        **buttons(found, access, moment), **(extra or {}),
    }
    return render(request, "desk/matter.html", context, status=status)


def _reporter(found: Matter, access: Access) -> dict[str, str] | None:
    """The reporter as everybody may see them; None for whom it is no business."""
    if not reading.sees_reporter(access):
        return None
    phone = f"*******{found.phone_tail}" if found.phone_tail else ""
    return {"name": masks.mask_name(found.reporter_name), "phone": phone}


def _may_reveal(found: Matter, access: Access, at: datetime | None = None) -> bool:
    """Whether the panel to look at the number stands there; the verb decides by the same."""
    return access.may("contacts.reveal") or rights.is_mine(found, access, at or clock.now())


def _people(found: Matter) -> dict[str, Any]:
    offers = found.handovers.filter(outcome=Asked.PENDING).select_related("taker__person")
    return {
        "helpers": [helper_line(row) for row in queries.helpers_of(found)], "offer": offers.first(),
        "extension": found.extension_requests.filter(outcome=Asked.PENDING).first(),
    }


def _clocks(found: Matter, at: datetime) -> dict[str, Any]:
    """Both clocks, in words. The contact clock is over with the first contact."""
    left, late = "", False
    if found.contact_due and found.contacted_at is None and found.is_open:
        left = clock.say_remaining(found.contact_due, at, calendar_of(found.community_id))
        late = found.contact_due < at
    waits = found.next_due is not None and deadlines.running_clock(found) == Clock.CONTACT
    return {"contact_left": left, "contact_runs": waits, "contact_late": late}


def _related(found: Matter, access: Access, at: datetime) -> dict[str, Any]:
    """Other matters that belong to this one, only those that this login may see."""
    seen = queries.with_card(queries.visible_to(access))
    return {
        "twins": _twins(found, access, at),
        "followers": cards(seen.filter(merged_into=found)[:RELATED], at),
        "parts": cards(seen.filter(split_from=found)[:RELATED], at),
        "master": card_of(found.merged_into, at) if found.merged_into else None,
        "whole": card_of(found.split_from, at) if found.split_from else None,
    }


def _twins(found: Matter, access: Access, at: datetime) -> list[dict[str, Any]]:
    if not found.is_open or not access.may("matters.view"):
        return []
    point = (found.lon, found.lat) if found.lon is not None and found.lat is not None else None
    building = found.dwelling.same_building if found.dwelling else ""
    near = queries.twins(access, f"{found.title}{found.text}", point=point, building=building, at=at, most=6)
    others = [twin for twin in near if twin.matter.pk not in (found.pk, found.split_from_id)][:5]
    return [{"card": card_of(twin.matter, at), "why": _why(twin)} for twin in others]


def _why(twin: queries.Twin) -> str:
    words = "、".join(twin.words[:3])
    if twin.same_building:
        return _("同一幢楼，都说到“%(words)s”") % {"words": words}
    if twin.metres is not None:
        return _("相距 %(metres)s 米，都说到“%(words)s”") % {"metres": twin.metres, "words": words}
    return _("都说到“%(words)s”") % {"words": words}
