"""The cast, and a browser for each of them at one fixed moment of a working morning."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huijia.kernel.accounts import sessions
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast

NOW = MONDAY + timedelta(hours=2)
SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    """Monday, 11:00."""
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


@pytest.fixture
def as_(home: Cast) -> SignIn:
    """`as_("secretary")` is a browser in which that one of the cast is signed in."""
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
    with CaptureQueriesContext(connection, ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
