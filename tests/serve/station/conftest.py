"""A small station with daily reading and a film each Friday."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from huijia.core.signup.enums import Audience, OccasionKind
from huijia.core.signup.models import Occasion
from huijia.lib import clock
from huijia.serve.station import actions
from huijia.serve.station.models import Programme
from tests.cast import MONDAY, ZONE, Cast, cast

FRIDAY = date(2026, 4, 17)


def hour(day: date, clock_time: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock_time), ZONE)


@dataclass
class House:
    cast: Cast
    reading: Programme
    film: Programme

    def occasions(self, row: Programme) -> list[Occasion]:
        rows = Occasion.objects.of(self.cast.community).filter(source_kind="station", source_id=row.pk)
        return list(rows.order_by("starts_at"))

    def on(self, row: Programme, day: date) -> Occasion:
        return next(each for each in self.occasions(row) if clock.local(each.starts_at).date() == day)

    def browser(self, who: str) -> Client:
        client = Client()
        client.force_login(self.cast.users[who])
        return client


def draft(**more: Any) -> actions.Draft:
    given: dict[str, Any] = {
        "title": "每日晨读", "kind": OccasionKind.CLASS, "place_name": "新时代文明实践站", "weekdays": list(range(7)),
        "starts": time(7, 30), "ends": time(8, 30), "uuid": uuid4(), **more,
    }
    return actions.Draft(**given)


def made() -> House:
    home = cast()
    by = home.access("secretary")
    reading = actions.add(draft(), by=by, at=MONDAY)
    film = actions.add(
        draft(title="露天电影", kind=OccasionKind.FILM, weekdays=[4], starts=time(19), ends=time(21),
              audience=Audience.EVERYONE, capacity=30), by=by, at=MONDAY,
    )
    return House(home, reading, film)


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with clock.frozen(MONDAY):
        yield made()
