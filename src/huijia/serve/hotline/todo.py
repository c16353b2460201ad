"""What the hotline asks of a login, for its first page."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.due import Due
from huijia.lib import clock
from huijia.serve.hotline.queries import calls, cards, notes, roster

AHEAD = timedelta(hours=24)


def due_for(access: Access, at: datetime) -> list[Due]:
    """One's own shifts of the next day, swaps to answer, notes not taken over, call-backs that press, old cards."""
    if not access.may("hotline.work"):
        return []
    return [
        *_notes(access), *_calls(access, at), *_swaps(access), *_shifts(access, at), *_cards(access, at),
    ]


def _notes(access: Access) -> list[Due]:
    rows = [note for note in notes.not_taken(access.community)[:20] if notes.concerns(note, access)]
    url = reverse("hotline:notes")
    return [
        Due(_("交接还没有人收下") if note.written_by_id == access.user_id
            else _("%(who)s 写的交接等您收下") % {"who": note.written_label}, url, note.written_at)
        for note in rows[:3]
    ]


def _calls(access: Access, at: datetime) -> list[Due]:
    """The desk's work, and that of who is on now."""
    if access.may("matters.assign") and not any(
        shift.post.person_id in access.person_ids for shift in roster.on_now(access.community, at)
    ):
        return []
    rows = calls.due_now(access.community, at)[:4]
    return [
        Due(_("回电 %(phone)s") % {"phone": call.masked}, reverse("hotline:calls"), call.due_at, call.about)
        for call in rows
    ]


def _swaps(access: Access) -> list[Due]:
    rows = roster.swaps_for(access).filter(taker__person_id__in=access.person_ids)[:3]
    return [
        Due(_("%(who)s 请您换班") % {"who": swap.giver.person.name}, reverse("hotline:roster"), swap.shift.starts_at)
        for swap in rows
    ]


def _shifts(access: Access, at: datetime) -> list[Due]:
    rows = [shift for shift in roster.my_shifts(access, at, 2) if shift.starts_at <= at + AHEAD]
    return [
        Due(_("热线值班 %(hours)s") % {"hours": shift.hours}, reverse("hotline:desk"), shift.starts_at)
        for shift in rows if shift.starts_at > at
    ] + [
        Due(_("您正在热线值班"), reverse("hotline:desk"), shift.ends_at) for shift in rows if shift.starts_at <= at
    ]


def _cards(access: Access, at: datetime) -> list[Due]:
    rows = cards.for_owner(access, clock.local(at).date())[:3]
    return [
        Due(_("知识卡过期：%(question)s") % {"question": card.question}, reverse("hotline:card", args=[card.pk]))
        for card in rows
    ]
