"""An office that was founded a minute ago, and browsers for its people."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from huijia.core.opening import actions
from huijia.kernel.accounts import sessions
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast

SignIn = Callable[[User], Client]
FORM: dict[str, Any] = {
    "district": "润州区", "street": "南山街道", "community": "回龙社区", "code12": "321111002008", "username": "zhou",
    "name": "周领航", "phone": "13900001111", "role": "secretary", "hotline": "",
}


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with clock.frozen(MONDAY):
        yield


@pytest.fixture
def empty(db: None) -> Access:
    """The secretary of an empty community; the first password is changed."""
    user = actions.found_office(actions.Draft(**FORM)).user
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.refresh_from_db()
    return Access.of_user(user, Community.objects.select_related("street__district").get(), MONDAY)


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


def browser(user: User, community: Community | None = None) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session[sessions.SEEN_KEY] = int(clock.now().timestamp())
    if community is not None:
        session["community"] = community.pk
    session.save()
    return client


@pytest.fixture
def desk(empty: Access) -> Client:
    """The secretary's browser in the empty community."""
    return browser(User.objects.get(pk=empty.user_id))
