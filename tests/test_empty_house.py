"""A community on its first morning: nobody on the roster, nothing planned; every page opens and says what to do."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from huijia.kernel.accounts.models import Membership, User
from tests.cast import SINCE, new_community
from tests.test_every_url import GET

# Where a page leads on to another one, or has nothing to show without a choice.
ELSEWHERE = {301, 302, 303, 403, 404, 405}


def _addresses() -> list[tuple[str, str]]:
    """Those that need nothing to be there."""
    found = []
    for name in GET:
        try:
            found.append((name, reverse(name.partition("#")[0])))
        except NoReverseMatch:
            continue
    return found


# The others open a part of what these open.
@pytest.mark.parametrize("role", ["secretary", "operator", "grid_worker", "street", "health"])
def test_every_page_of_an_empty_community_opens(db: None, role: str) -> None:
    community = new_community("空社区")
    user = User.objects.create(username="first", name="第一位")
    scope = {"street": community.street} if role == "street" else {"community": community}
    Membership.objects.create(user=user, role=role, starts_on=SINCE, **scope)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    codes = {name: client.get(url).status_code for name, url in _addresses() if name != "accounts:logout"}
    assert {name: code for name, code in codes.items() if code != 200 and code not in ELSEWHERE} == {}
    assert sum(code == 200 for code in codes.values()) > 10
