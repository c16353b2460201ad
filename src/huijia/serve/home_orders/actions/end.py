"""On the way, at the door, and afterwards."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import actions as matters
from huijia.core.matters.enums import Channel, Nature, Satisfaction, Source
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock
from huijia.serve.home_orders import notices
from huijia.serve.home_orders.actions.arrange import LONGEST
from huijia.serve.home_orders.actions.moves import Step, check, make
from huijia.serve.home_orders.models import HomeOrder
from huijia.serve.home_orders.workflow import EDGES


def set_out(order: HomeOrder, *, by: Access, at: datetime | None = None) -> None:
    """On the way: one tap, no place is recorded."""
    make(order, "set_out", Step("set_out", {"set_out_at": at or clock.now()}), by=by, at=at)


def finish(order: HomeOrder, *, result: str, minutes: int, by: Access, at: datetime | None = None) -> None:
    """Done: what was done, and the minutes at the home without the way there.

    Raises:
        Refusal: not who was sent, nothing written, or minutes that cannot be.
    """
    words = written(result, "result", 500)
    if not 1 <= minutes <= LONGEST:
        raise Refusal(_("应在 %(least)s 到 %(most)s 之间") % {"least": 1, "most": LONGEST}, field="minutes")
    make(order, "finish", Step(
        "finished", {"result": words, "minutes": minutes, "ended_at": at or clock.now()}, {"minutes": minutes}, words,
        also=lambda: notices.tell_resident(order, "done"),
    ), by=by, at=at)


def nobody_home(order: HomeOrder, *, note: str, by: Access, at: datetime | None = None) -> None:
    """家中无人: nobody opened; the office agrees on another hour."""
    words = written(note, "note")

    def tell() -> None:
        notices.tell_office(order, "new")
        notices.tell_resident(order, "missed")

    make(order, "nobody_home", Step("nobody_home", {"end_reason": words}, note=words, also=tell), by=by, at=at)


def cancel(order: HomeOrder, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """No longer wanted, by the resident or by the office on their word; who was sent is told."""
    words = written(reason, "reason", required=by.kind != "reporter") or str(_("居民自己取消"))

    def tell() -> None:
        notices.tell_worker(order, "taken_away")
        if by.kind == "user":
            notices.tell_resident(order, "cancelled")

    make(order, "cancel", Step(
        "cancelled", {"end_reason": words, "ended_at": at or clock.now()}, note=words, also=tell
    ), by=by, at=at)


def grade(
    order: HomeOrder, *, satisfaction: Satisfaction, by: Access, via: Channel = Channel.PHONE, words: str = "",
    at: datetime | None = None,
) -> None:
    """The resident's own grade, or what they said when another person asked; their own is never written over."""
    moment = at or clock.now()
    note = written(words, "words", required=False)
    channel = Channel.ONLINE if by.kind == "reporter" else via
    make(order, "grade", Step(
        "graded",
        {"satisfaction": satisfaction, "grade_words": note, "graded_via": channel, "graded_at": moment},
        {"grade": str(satisfaction.label)}, note,
    ), by=by, at=moment)


def raise_matter(order: HomeOrder, *, text: str, by: Access, at: datetime | None = None) -> Matter:
    """A finding on the spot becomes a matter at this place, tied to the order; twice gives the same matter.

    Raises:
        Refusal: not who was sent, or the matter's verb refuses.
    """
    moment = at or clock.now()
    check(order, EDGES["raise_matter"], by, moment)
    if order.matter is not None:
        return order.matter
    draft = matters.Draft(
        text=text, source=Source.VISIT, nature=Nature.HELP, dwelling=order.dwelling, grid=order.grid,
        place_name=order.place_name,
    )
    with transaction.atomic():
        try:
            matter = matters.register(draft, by=by, at=moment).matter
        except Refusal as refusal:
            raise Refusal(refusal.message, field="text", code=refusal.code) from None
        make(order, "raise_matter", Step(
            "matter_raised", {"matter": matter}, {"ticket": matter.ticket}
        ), by=by, at=moment)
    return matter
