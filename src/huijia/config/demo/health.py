"""The health corner in the demo: ten elders who agreed, measured now and then; one is to be asked how she is."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from huijia.config.demo.people import Town
from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.notify.actions import muted
from huijia.kernel.privacy.enums import Channel
from huijia.lib import clock
from huijia.serve.health import actions, queries
from huijia.serve.health.enums import Outcome, Timing
from huijia.serve.health.thresholds import Glucose, Pressure

PEOPLE, WEEKS, NAMELESS = 10, 30, 12


def tell(by: Access, town: Town, now: datetime) -> None:
    """Through everybody's verbs, at the hours at which it would have been done."""
    random = Random(911)
    today = clock.local(now).date()
    with muted(), transaction.atomic():
        for number in range(PEOPLE):
            person = town.heads[(number * 31 + 7) % len(town.heads)]
            begun = datetime.combine(today - timedelta(days=7 * WEEKS), time(9), clock.ZONE)
            with clock.frozen(begun):
                actions.agree(person, channel=Channel.PAPER, by=by, at=begun)
            usual = (118 if number % 3 else 136) + random.randrange(-4, 5)
            for week in range(number % 3, WEEKS, 4):
                at = datetime.combine(today - timedelta(days=7 * (WEEKS - week)), time(9, 10 + number), clock.ZONE)
                _measured(by, person, usual, random, at, number)
        _asked(by, now)
        _high(by, town.heads[38], now)
        for number in range(NAMELESS):
            at = datetime.combine(today - timedelta(days=3 * number + 2), time(10, 20), clock.ZONE)
            actions.measure(actions.Draft(
                Pressure(120 + random.randrange(-8, 20), 78 + random.randrange(-6, 9)),
                uuid=uuid5(NAMESPACE_OID, f"demo nameless {by.community.pk} {number}"), at=at,
            ), by=by, at=at)


def _measured(by: Access, person: Person, usual: int, random: Random, at: datetime, number: int) -> None:
    upper = usual + random.randrange(-6, 7)
    lower = upper * 3 // 5 + random.randrange(2, 8)
    key = f"demo reading {by.community.pk} {number} {at.isoformat()}"
    with clock.frozen(at):
        actions.measure(
            actions.Draft(Pressure(upper, lower), person, uuid5(NAMESPACE_OID, key)), by=by, at=at
        )
        if number % 2:
            sugar = Decimal(50 + random.randrange(0, 14)) / 10
            draft = actions.Draft(Glucose(sugar, Timing.FASTING), person, uuid5(NAMESPACE_OID, f"{key} sugar"))
            actions.measure(draft, by=by, at=at)


def _asked(by: Access, now: datetime) -> None:
    """Whoever was advised to see a doctor so far has been asked on the day."""
    for row in list(queries.due(by.community, clock.local(now).date())):
        at = datetime.combine(row.due_on, time(15), clock.ZONE)
        actions.follow_up(row, outcome=Outcome.SEEN, note="去医院看过了", by=by, at=at)


def _high(by: Access, person: Person, now: datetime) -> None:
    """Three high days, so that the follow-up is due by now."""
    for number in range(3):
        at = datetime.combine(
            clock.local(now).date() - timedelta(days=22 - 2 * number), time(8, 45), clock.ZONE
        )
        with clock.frozen(at):
            actions.measure(actions.Draft(
                Pressure(152 + number, 94), person, uuid5(NAMESPACE_OID, f"demo high {by.community.pk} {number}")
            ), by=by, at=at)
