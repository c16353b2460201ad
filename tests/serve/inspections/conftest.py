"""A small community that checks its homes, on a Monday morning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from huijia.lib import clock
from huijia.serve.inspections import actions, queries
from huijia.serve.inspections.enums import Level, NoticeSigned, Result, Subject, Verdict
from huijia.serve.inspections.models import Campaign, Check, Checklist, Hazard, Home
from tests.cast import MONDAY, Cast, cast


@dataclass
class House:
    cast: Cast
    gas: Checklist
    campaign: Campaign

    @property
    def home(self) -> Home:
        """As it is now: whoever opens the page has its version."""
        rows = Home.objects.of(self.cast.community).filter(campaign=self.campaign, dwelling=self.cast.dwelling)
        found = queries.home(self.cast.access("secretary"), rows.get().pk)
        assert found is not None
        return found

    def check(self, result: Result = Result.GOOD, who: str = "worker", at: datetime = MONDAY, **more: Any) -> Check:
        given = {"home": self.home, "result": result, "uuid": uuid4(), **more}
        return actions.check(actions.Draft(**given), by=self.cast.access(who, at), at=at).check

    def found(self, level: Level = Level.MINOR, item: str = "i02", **more: Any) -> Hazard:
        check = self.check(
            Result.HAZARD, answers={item: Verdict.FAIL}, faults=[actions.Fault(item, level)],
            signed=NoticeSigned.PAPER, **more,
        )
        return check.hazards.get()

    def browser(self, who: str) -> Client:
        client = Client()
        client.force_login(self.cast.users[who])
        return client


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with clock.frozen(MONDAY):
        yield made()


def made() -> House:
    home = cast()
    by = home.access("secretary")
    gas = actions.save_checklist(
        None, subject=Subject.GAS, name="燃气检查表", by=by,
        items=[actions.Item("没有漏气", Level.SEVERE), actions.Item("软管没有超期", Level.MINOR)],
    )
    day = MONDAY.date()
    plan = actions.Plan("春季燃气安检", gas, day, day + timedelta(days=30), partner="燃气公司")
    return House(home, gas, actions.plan_campaign(plan, by=by, at=MONDAY))
