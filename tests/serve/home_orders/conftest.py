"""A small community that does two things at home, on a Monday morning."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from huijia.core.matters.enums import Source
from huijia.lib import clock
from huijia.serve.home_orders import actions
from huijia.serve.home_orders.models import HomeOrder, HomeService
from tests.cast import MONDAY, Cast, cast

TUESDAY_TEN = MONDAY + timedelta(days=1, hours=1)


@dataclass
class House:
    cast: Cast
    pressure: HomeService
    haircut: HomeService

    def draft(self, *, uuid: UUID | None = None, wished_on: date | None = None, **more: object) -> actions.Draft:
        given = {
            "service": self.pressure, "name": "赵明明", "phone": "13800001234", "source": Source.HOTLINE,
            "dwelling": self.cast.dwelling, "uuid": uuid or uuid4(), **more,
        }
        return actions.Draft(wished_on=wished_on or MONDAY.date() + timedelta(days=1), **given)  # type: ignore[arg-type]

    def order(self, **more: object) -> HomeOrder:
        draft = self.draft(**more)  # type: ignore[arg-type]
        return actions.request(draft, by=self.cast.access("operator"), at=MONDAY).order

    def arranged(self, starts_at: datetime = TUESDAY_TEN, who: str = "worker", **more: object) -> HomeOrder:
        order = self.order()
        actions.arrange(
            order, to=self.cast.posts[who], starts_at=starts_at, by=self.cast.access("operator"), at=MONDAY,
            **more,  # type: ignore[arg-type]
        )
        return order

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
    return House(
        home,
        HomeService.objects.create(community=home.community, name="量血压", minutes=20),
        HomeService.objects.create(community=home.community, name="理发", minutes=40, kinds=["member_household"]),
    )


Browser = Callable[[str], Client]
