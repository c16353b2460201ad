"""The counter in the demo: ordinary, extended and weekend hours, a year of extra openings with who came, days ahead."""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from huijia.config.demo.people import Town
from huijia.core.people.queries import person_phone
from huijia.core.signup.actions import SignupDraft
from huijia.core.signup.enums import Channel, State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.notify.actions import muted
from huijia.lib import clock
from huijia.serve.counter import actions, queries
from huijia.serve.counter.actions.hours import slots
from huijia.serve.counter.enums import Kind, Outcome
from huijia.serve.counter.models import Counter, CounterService

PLACE = "回龙社区党群服务中心"
WEEKS = 40
OUTCOMES = (Outcome.DONE, Outcome.DONE, Outcome.DONE, Outcome.ACCEPTED, Outcome.LACKING)


def tell(by: Access, town: Town, random: Random, now: datetime) -> None:
    """Through everybody's verbs, at the hours at which it would have been done."""
    with muted(), transaction.atomic():
        today = clock.local(now).date()
        with clock.frozen(now - timedelta(days=7 * WEEKS + 7)):
            actions.adopt_usual(by=by)
            counter = actions.save_counter(None, name="便民服务窗口", place_name=PLACE, letter="A", by=by)
        services = list(CounterService.objects.of(by.community).order_by("pk"))
        number = 0
        monday = today - timedelta(days=today.weekday() + 7 * WEEKS)
        for week in range(WEEKS):
            for kind, day, starts, ends in _extra(monday + timedelta(days=7 * week), week):
                hours = (kind, _at(day, starts), _at(day, ends))
                if hours[2] < now - timedelta(days=1):
                    number += _held(by, town, random, services, counter, hours, number)
        _plan(by, counter, now)
        _ahead(by, town, services, now)


def _extra(monday: date, week: int) -> list[tuple[Kind, date, str, str]]:
    """Tuesday evening each other week, Saturday morning each week."""
    found = [(Kind.WEEKEND, monday + timedelta(days=5), "09:00", "11:00")]
    return [(Kind.EXTENDED, monday + timedelta(days=1), "17:30", "19:00"), *found] if week % 2 else found


def _at(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), clock.ZONE)


def _book(
    by: Access, town: Town, services: list[CounterService], slot: Occasion, at: datetime, number: int
) -> Signup:
    head = town.heads[(number * 13 + 3) % len(town.heads)]
    draft = SignupDraft(
        name=head.name, phone=person_phone(head), channel=(Channel.ONLINE, Channel.COUNTER)[number % 2],
        uuid=uuid5(NAMESPACE_OID, f"demo booking {slot.pk} {number}"),
    )
    with clock.frozen(at):
        return actions.book(slot, draft, service=services[number % len(services)], by=by, at=at).signup


def _held(
    by: Access, town: Town, random: Random, services: list[CounterService], counter: Counter,
    hours: tuple[Kind, datetime, datetime], number: int,
) -> int:
    """One extra opening that is over: some hours were booked, most came, one of the staff stayed. How many booked."""
    kind, starts, ends = hours
    begun = starts - timedelta(days=6)
    draft = actions.ExtraDraft(
        counter, kind, starts, ends, 30, 0, 1, uuid5(NAMESPACE_OID, f"demo opening {starts.isoformat()}")
    )
    with clock.frozen(begun):
        opening = actions.open_extra(draft, by=by, at=begun)
    chosen = slots(opening)[: random.randrange(1, 4)]
    booked = [
        _book(by, town, services, slot, begun + timedelta(hours=place + 1), number + place)
        for place, slot in enumerate(chosen)
    ]
    for signup in booked:
        if random.random() < 0.9:
            _served(by, counter, signup, random)
    label = town.posts["committee"][number % len(town.posts["committee"])].person.name
    with clock.frozen(ends + timedelta(minutes=20)):
        actions.record_overtime(
            opening, label=label, starts_at=starts - timedelta(minutes=10), ends_at=ends + timedelta(minutes=10),
            by=by, at=ends + timedelta(minutes=20),
        )
        actions.end_opening(opening, by=by, at=ends + timedelta(minutes=20))
    return len(booked)


def _served(by: Access, counter: Counter, signup: Signup, random: Random) -> None:
    at = signup.occasion.starts_at + timedelta(minutes=random.randrange(-5, 10))
    with clock.frozen(at):
        actions.come(signup, by=by, at=at)
        turn = actions.call_next(counter, by=by, at=at + timedelta(minutes=1))
        outcome = random.choice(OUTCOMES) if turn.service.lines else Outcome.DONE
        missing = turn.service.lines[-1:] if outcome == Outcome.LACKING else []
        actions.finish(turn, outcome=outcome, missing=missing, by=by, at=at + timedelta(minutes=12))


def _plan(by: Access, counter: Counter, now: datetime) -> None:
    """Weekdays in the morning and the afternoon, Tuesday evening, Saturday morning, from today on."""
    since = clock.local(now).date()
    halves = (("09:00", "11:30"), ("14:00", "17:00"))
    lines = [(Kind.REGULAR, weekday, hours) for weekday in range(5) for hours in halves]
    lines += [(Kind.EXTENDED, 1, ("17:30", "19:00")), (Kind.WEEKEND, 5, ("09:00", "11:00"))]
    for kind, weekday, (starts, ends) in lines:
        draft = actions.HoursDraft(
            counter, kind, weekday, time.fromisoformat(starts), time.fromisoformat(ends), 30, 0, 1, since
        )
        actions.add_hours(draft, by=by, at=now)


def _ahead(by: Access, town: Town, services: list[CounterService], now: datetime) -> None:
    """Appointments of the days to come, one hour full with somebody waiting; wishes for a Saturday."""
    rows = list(queries.bookable(by.community, now)[:40])
    for number, slot in enumerate(rows[1::4]):
        _book(by, town, services, slot, now, number + 300)
    if rows[1:2]:
        assert _book(by, town, services, rows[1], now, 400).state == State.WAITING
    saturday = clock.local(now).date() + timedelta(days=(5 - clock.local(now).weekday()) % 7 + 21)
    for number in range(4):
        head = town.heads[(number * 29 + 11) % len(town.heads)]
        actions.ask(
            actions.AskDraft(
                saturday, services[number], head.name, person_phone(head),
                uuid5(NAMESPACE_OID, f"demo wish {number} {saturday}"),
            ), by=by, at=now,
        )

