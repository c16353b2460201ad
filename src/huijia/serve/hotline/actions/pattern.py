"""The weekly pattern: its lines, and a month filled from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from huijia.serve.hotline import pattern
from huijia.serve.hotline.actions.writing import number, of_here, record, stale, words
from huijia.serve.hotline.enums import DayKey, ShiftKind, TurnBy
from huijia.serve.hotline.models import DutyShift, DutyTurn
from huijia.serve.hotline.queries.roster import as_turn, days_of_month, duty_kinds, label_of

SUBJECT = "hotline.turn"
MOST_POSTS = 12
MOST_TURNS = 30


@dataclass
class TurnDraft:
    """One line of the pattern as somebody typed it."""

    name: str
    kind: ShiftKind
    days: list[int]
    starts: time
    ends: time
    posts: list[Post]
    turn_by: TurnBy = TurnBy.WEEK
    phone: str = ""


def add_turn(draft: TurnDraft, *, by: Access, at: datetime | None = None) -> DutyTurn:
    """Adds a line to the weekly pattern.

    Raises:
        Refusal: no right to, nobody or no day chosen, somebody who is not on duty here, or it clashes with a line.
    """
    by.require("hotline.manage")
    turn = DutyTurn(community=by.community, **_checked(draft, by))
    with transaction.atomic():
        _locked(by.community)
        _refuse_clash(turn, by)
        turn.save(force_insert=True)
        record("turn_added", (SUBJECT, turn.pk), by, at or clock.now(), data=_said(turn))
    return turn


def change_turn(turn: DutyTurn, draft: TurnDraft, *, by: Access, at: datetime | None = None) -> None:
    """Changes a line; shifts that were made of it stay as they are.

    Raises:
        Refusal: as for `add_turn`. Stale: somebody changed it meanwhile.
    """
    by.require("hotline.manage")
    of_here(turn, by)
    changes = _checked(draft, by)
    with transaction.atomic():
        _locked(by.community)
        trial = DutyTurn(community=by.community, pk=turn.pk, **changes)
        _refuse_clash(trial, by)
        rows = DutyTurn.objects.of(by.community).filter(pk=turn.pk, version=turn.version)
        if not rows.update(**changes, version=F("version") + 1):
            raise stale()
        record("turn_changed", (SUBJECT, turn.pk), by, at or clock.now(), data=_said(trial))


def drop_turn(turn: DutyTurn, *, by: Access, at: datetime | None = None) -> bool:
    """Takes a line out of the pattern; shifts that were made of it stay. False where it was out already."""
    by.require("hotline.manage")
    of_here(turn, by)
    with transaction.atomic():
        gone, _each = DutyTurn.objects.of(by.community).filter(pk=turn.pk).delete()
        if gone:
            record("turn_dropped", (SUBJECT, turn.pk), by, at or clock.now(), data=_said(turn))
    return bool(gone)


@dataclass
class Filled:
    """What a filled month got: shifts made, days left as they were, and shifts whose person no longer holds a post."""

    made: int = 0
    kept: int = 0
    vacant: list[date] = field(default_factory=list)


def fill_month(first: date, *, by: Access, at: datetime | None = None) -> Filled:
    """Makes the shifts of the month of `first` from the pattern. Days that have a shift already are left as they are,
    so that filling twice, or after changes by the day, changes nothing.

    Raises:
        Refusal: no right to, or there is no pattern yet.
    """
    by.require("hotline.manage")
    days = days_of_month(first)
    with transaction.atomic():
        _locked(by.community)
        turns = [as_turn(row) for row in DutyTurn.objects.of(by.community)]
        if not turns:
            raise Refusal(_("还没有排班表的样子，请先填“每周怎样排”"), code="no_pattern")
        there = set(DutyShift.objects.of(by.community).filter(day__in=days).values_list("day", flat=True))
        filled = Filled(kept=len(there))
        spans = pattern.spans_of(turns, [day for day in days if day not in there], calendar_of(by.community))
        fresh = _shifts(spans, by, filled)
        DutyShift.objects.bulk_create(fresh, batch_size=200)
        filled.made = len(fresh)
        if fresh:
            record(
                "month_filled", ("community", by.community.pk), by, at or clock.now(),
                data={"month": f"{days[0]:%Y-%m}", "count": len(fresh)},
            )
    return filled


def _shifts(spans: Iterable[pattern.Span], by: Access, filled: Filled) -> list[DutyShift]:
    posts = {post.pk: post for post in Post.objects.of(by.community).select_related("person")}
    fresh = []
    for span in spans:
        post = posts.get(span.post_id)
        if post is None or not post.holds_on(span.day):
            filled.vacant.append(span.day)
            continue
        fresh.append(DutyShift(
            community=by.community, day=span.day, starts_at=span.starts_at, ends_at=span.ends_at, kind=span.turn.kind,
            post=post, post_label=label_of(post), phone=span.turn.phone,
        ))
    return fresh


def _checked(draft: TurnDraft, by: Access) -> dict[str, object]:
    if not draft.days or any(day not in DayKey.values for day in draft.days):
        raise Refusal(_("请至少选一天"), field="days")
    if not draft.posts or len(draft.posts) > MOST_POSTS:
        raise Refusal(_("请选值班的人，最多 %(most)s 位") % {"most": MOST_POSTS}, field="posts")
    for post in draft.posts:
        of_here(post, by)
        if post.kind not in duty_kinds(by.community):
            raise Refusal(_("按本社区约定，这个职务不参加值班"), field="posts")
    return {
        "name": words(draft.name, "name", 20, required=True), "kind": draft.kind.value, "days": sorted(set(draft.days)),
        "starts": draft.starts, "ends": draft.ends, "post_ids": [post.pk for post in draft.posts],
        "turn_by": draft.turn_by.value, "phone": number(draft.phone, required=False),
    }


def _refuse_clash(turn: DutyTurn, by: Access) -> None:
    rows = list(DutyTurn.objects.of(by.community).exclude(pk=turn.pk))
    if len(rows) >= MOST_TURNS:
        raise Refusal(_("最多 %(most)s 行，请先删去不用的") % {"most": MOST_TURNS})
    both = pattern.clash([as_turn(turn), *(as_turn(row) for row in rows)])
    if both is not None:
        names = {"one": both[0].name, "other": both[1].name}
        raise Refusal(_("“%(one)s”和“%(other)s”的时间有重叠，请改一下起止时间") % names, field="starts", code="clash")


def _locked(community: Community) -> None:
    """Patterns and months of one community are written one after another, so that two who fill make no doubles."""
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)


def _said(turn: DutyTurn) -> dict[str, object]:
    return {"name": turn.name, "hours": f"{turn.starts:%H:%M}–{turn.ends:%H:%M}"}
