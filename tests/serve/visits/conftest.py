"""A small community that visits its doors, on a Monday morning."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from huijia.lib import clock
from huijia.serve.visits import actions
from huijia.serve.visits.enums import Outcome
from huijia.serve.visits.models import DoorPlan, Visit
from tests.cast import MONDAY, Cast, cast


@dataclass
class Walk:
    cast: Cast

    def draft(self, *, uuid: UUID | None = None, **more: Any) -> actions.Draft:
        given = {"dwelling": self.cast.dwelling, "outcome": Outcome.MET, "uuid": uuid or uuid4(), **more}
        return actions.Draft(**given)

    def visit(self, who: str = "worker", at: datetime = MONDAY, **more: Any) -> Visit:
        return actions.record(self.draft(**more), by=self.cast.access(who, at), at=at).visit

    def plan(self) -> DoorPlan:
        return DoorPlan.objects.of(self.cast.community).get(dwelling=self.cast.dwelling)

    def browser(self, who: str) -> Client:
        client = Client()
        client.force_login(self.cast.users[who])
        return client


@pytest.fixture
def walk(db: None) -> Iterator[Walk]:
    with clock.frozen(MONDAY):
        yield Walk(cast())


@pytest.fixture
def later() -> Callable[[int], datetime]:
    return lambda days: MONDAY + timedelta(days=days)


