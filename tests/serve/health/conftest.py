"""The cast with somebody at the health corner, and a resident who has agreed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.privacy.enums import Channel
from huijia.lib import clock
from huijia.serve.health import actions
from huijia.serve.health.enums import Timing
from huijia.serve.health.thresholds import Glucose, Pressure
from tests.cast import MONDAY, SINCE, Cast, cast


@dataclass
class House:
    cast: Cast
    nurse: User
    person: Person

    @property
    def access(self) -> Access:
        return Access.of_user(self.nurse, self.cast.community, MONDAY)

    def pressure(self, systolic: int, diastolic: int, at: datetime = MONDAY, **more: Any) -> actions.Measured:
        given = {"person": self.person, "uuid": uuid4(), **more}
        return actions.measure(actions.Draft(Pressure(systolic, diastolic), **given), by=self.access, at=at)

    def sugar(self, value: str, timing: Timing = Timing.FASTING, at: datetime = MONDAY) -> actions.Measured:
        draft = actions.Draft(Glucose(Decimal(value), timing), self.person)
        return actions.measure(draft, by=self.access, at=at)

    def browser(self, who: str = "nurse") -> Client:
        client = Client()
        client.force_login(self.nurse if who == "nurse" else self.cast.users[who])
        return client


def made(agreed: bool = True) -> House:
    home = cast()
    nurse = User.objects.create(username=f"health{home.community.pk}", name="量一量")
    Membership.objects.create(user=nurse, role="health", community=home.community, starts_on=SINCE)
    house = House(home, nurse, home.resident)
    if agreed:
        actions.agree(house.person, channel=Channel.PAPER, by=house.access, at=MONDAY)
    return house


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with clock.frozen(MONDAY):
        yield made()
