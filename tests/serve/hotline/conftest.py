"""The cast at one fixed moment of a working morning, and a few things that a hotline has."""

from collections.abc import Callable, Iterator
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huijia.kernel.accounts import sessions
from huijia.lib import clock
from huijia.serve.hotline import actions
from huijia.serve.hotline.enums import ShiftKind, TurnBy
from huijia.serve.hotline.models import Call, DutyShift, DutyTurn
from tests.cast import MONDAY, Cast, cast

NOW = MONDAY + timedelta(hours=2)
SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    """Monday 2026-04-13, 11:00."""
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


@pytest.fixture
def as_(home: Cast) -> SignIn:
    return lambda who: signed_in(home, who)


def signed_in(home: Cast, who: str) -> Client:
    client = Client()
    client.force_login(home.users[who])
    session = client.session
    session[sessions.SEEN_KEY] = int(clock.now().timestamp())
    session.save()
    return client


def count_queries(client: Client, url: str) -> int:
    """How many statements one GET takes; it must answer 200."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def turn(home: Cast, name: str = "白班", starts: str = "08:30", ends: str = "17:30", **more: object) -> DutyTurn:
    """A line of the pattern through the verb; by default the operator on working days."""
    draft: dict[str, object] = {
        "kind": ShiftKind.OFFICE, "days": [0, 1, 2, 3, 4], "posts": [home.posts["operator"]], "turn_by": TurnBy.WEEK,
        "phone": "",
    }
    made = actions.TurnDraft(
        name=name, starts=time.fromisoformat(starts), ends=time.fromisoformat(ends), **{**draft, **more},  # type: ignore[arg-type]
    )
    return actions.add_turn(made, by=home.access("secretary"))


def shift(home: Cast, who: str = "operator", day: int = 13, starts: str = "08:30", ends: str = "17:30",
          phone: str = "", kind: ShiftKind = ShiftKind.OFFICE) -> DutyShift:
    draft = actions.ShiftDraft(
        day=MONDAY.date().replace(day=day), starts=time.fromisoformat(starts), ends=time.fromisoformat(ends),
        post=home.posts[who], kind=kind, phone=phone,
    )
    return actions.add_shift(draft, by=home.access("secretary"))


def missed(home: Cast, phone: str = "13800001234", ago: timedelta = timedelta(hours=1), **more: object) -> Call:
    draft = actions.MissedCall(phone, NOW - ago, **more)  # type: ignore[arg-type]
    return actions.missed(draft, by=home.access("operator")).call
