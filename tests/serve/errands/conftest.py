"""A small community that sees to two things for residents, on a Monday morning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from huijia.core.matters.enums import Source
from huijia.lib import clock
from huijia.serve.errands import actions, papers, queries
from huijia.serve.errands.enums import Holder, Mandated, Signed, Way
from huijia.serve.errands.models import Errand, ErrandService, Handing, Paper
from tests.cast import MONDAY, Cast, cast


@dataclass
class House:
    cast: Cast
    card: ErrandService
    claim: ErrandService

    def draft(self, **more: Any) -> actions.Draft:
        given = {
            "service": self.card, "name": "赵明明", "phone": "13800001234", "source": Source.HOTLINE,
            "dwelling": self.cast.dwelling, "uuid": uuid4(), **more,
        }
        return actions.Draft(**given)

    def asked(self, **more: Any) -> Errand:
        return actions.request(self.draft(**more), by=self.cast.access("operator"), at=MONDAY).errand

    def entrusted(self, who: str = "worker", **more: Any) -> Errand:
        errand = self.asked(**more)
        actions.entrust(
            errand, to=self.cast.posts[who], mandate=actions.Mandate(Mandated.PHONE, "赵明明"),
            due_on=MONDAY.date() + timedelta(days=7), by=self.cast.access("operator"), at=MONDAY,
        )
        return errand

    def received(self, errand: Errand, text: str = "身份证 原件\n一寸照片 2 张", who: str = "worker") -> list[Paper]:
        what = actions.Handed(uuid4(), lines=papers.read(text), other="赵明明", signed=Signed.PAPER)
        actions.hand(errand, Way.RECEIVE, what, by=self.cast.access(who), at=MONDAY)
        return self.papers(errand)

    def hand(self, errand: Errand, way: Way, rows: list[Paper], who: str = "worker", **more: Any) -> Handing:
        given = {"uuid": uuid4(), "papers": rows, "other": "街道便民服务中心", "signed": "", **more}
        if way == Way.HAND_BACK:
            given |= {"signed": Signed.PAPER, "other": "赵明明"}
        return actions.hand(errand, way, actions.Handed(**given), by=self.cast.access(who), at=MONDAY)

    def papers(self, errand: Errand) -> list[Paper]:
        return queries.papers_of(errand)

    def holders(self, errand: Errand) -> list[Holder]:
        return [Holder(paper.holder) for paper in self.papers(errand)]

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
    card = actions.save_service(
        None, actions.Offer("老年优待证", "街道便民服务中心", "身份证 原件\n一寸照片 2 张"), by=by
    )
    return House(home, card, actions.save_service(None, actions.Offer("医保报销", "区医保窗口"), by=by))
