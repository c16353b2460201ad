"""A small community with one counter, two services and ordinary hours on weekday mornings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from huijia.core.signup.actions import SignupDraft
from huijia.core.signup.models import Occasion, Signup
from huijia.lib import clock
from huijia.serve.counter import actions
from huijia.serve.counter.enums import Kind
from huijia.serve.counter.models import Counter, CounterService, Opening, Turn
from tests.cast import MONDAY, ZONE, Cast, cast

TUESDAY = date(2026, 4, 14)
SATURDAY = date(2026, 4, 18)


def hour(day: date, clock_time: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock_time), ZONE)


@dataclass
class House:
    cast: Cast
    counter: Counter
    proof: CounterService
    card: CounterService

    def slots(self, day: date = TUESDAY) -> list[Occasion]:
        rows = Occasion.objects.of(self.cast.community).filter(
            source_kind="counter", starts_at__gte=hour(day, "00:00"), starts_at__lt=hour(day + timedelta(1), "00:00")
        )
        return list(rows.order_by("starts_at"))

    def opening(self, day: date = TUESDAY) -> Opening:
        return Opening.objects.of(self.cast.community).get(day=day, closed_at=None)

    def book(
        self, slot: Occasion | None = None, name: str = "赵明明", phone: str = "13800001234", **more: Any
    ) -> Signup:
        given = {"service": self.proof, "by": self.cast.door(), "at": MONDAY, **more}
        return actions.book(slot or self.slots()[0], SignupDraft(name, phone), **given).signup

    def number(self, at: datetime, **more: Any) -> Turn:
        given = {"counter": self.counter, "service": self.proof, "uuid": uuid4(), **more}
        return actions.take_number(actions.Taken(**given), by=self.cast.access("operator"), at=at)

    def extra(self, day: date = SATURDAY, starts: str = "09:00", ends: str = "10:00", **more: Any) -> Opening:
        given = {
            "counter": self.counter, "kind": Kind.WEEKEND, "starts_at": hour(day, starts), "ends_at": hour(day, ends),
            "slot_minutes": 20, "uuid": uuid4(), **more,
        }
        return actions.open_extra(actions.ExtraDraft(**given), by=self.cast.access("committee"), at=MONDAY)

    def browser(self, who: str) -> Client:
        client = Client()
        client.force_login(self.cast.users[who])
        return client


def made() -> House:
    home = cast()
    by = home.access("secretary")
    proof = actions.save_service(None, actions.Card("居住证明", "身份证原件\n租房合同", minutes=10), by=by)
    card = actions.save_service(None, actions.Card("老年优待证", "身份证原件", minutes=20), by=by)
    counter = actions.save_counter(None, name="便民窗口", place_name="党群服务中心", letter="a", by=by)
    for weekday in range(5):
        draft = actions.HoursDraft(counter, Kind.REGULAR, weekday, time(9), time(11, 30), 30, 0, 1)
        actions.add_hours(draft, by=by, at=MONDAY)
    return House(home, counter, proof, card)


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with clock.frozen(MONDAY):
        yield made()
