"""The cast at one fixed moment of a working morning, and occasions that are planned for later."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huijia.core.signup import actions
from huijia.core.signup.enums import OccasionKind
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts import sessions
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast

NOW = MONDAY + timedelta(hours=2)
# Wednesday 14:00 to 16:00.
STARTS = MONDAY + timedelta(days=2, hours=5)
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


def draft_of(**more: object) -> actions.OccasionDraft:
    values: dict[str, object] = {
        "title": "防诈骗讲座", "starts_at": STARTS, "ends_at": STARTS + timedelta(hours=2), "kind": OccasionKind.TALK,
        "place_name": "文明实践站", "capacity": 3,
    }
    return actions.OccasionDraft(**{**values, **more})  # type: ignore[arg-type]


def planned(home: Cast, **more: object) -> Occasion:
    return actions.plan(draft_of(**more), by=home.access("secretary"))


def sign(occasion: Occasion, name: str = "钱小华", by: Access | None = None, at: datetime | None = None,
         **more: object) -> Signup:
    """Signed up by a resident without a login, by default without a number."""
    access = by or Access.reporter(occasion.community, "居民")
    return actions.sign(occasion, actions.SignupDraft(name, **more), by=access, at=at).signup  # type: ignore[arg-type]


def fresh(signup: Signup) -> Signup:
    signup.refresh_from_db()
    return signup


def states(occasion: Occasion) -> list[tuple[str, str]]:
    rows = Signup.objects.of(occasion.community_id).filter(occasion=occasion).order_by("pk")
    return [(row.name, row.state) for row in rows]


def count_queries(client: Client, url: str) -> int:
    """How many statements one GET takes; it must answer 200."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def new_uuid() -> uuid.UUID:
    return uuid.uuid4()
