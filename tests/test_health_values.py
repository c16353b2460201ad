"""A proof: what was measured at the health corner stands on no page but the health role's and the person's own.

Every address of the system is opened as who sees the most and as a family member who acts for the person; the code that
could open a value is named; that nothing of it lies in the clear in any table, and that the whole export leaves it out,
stands in `tests/serve/health/test_pages.py`.
"""

import re
from pathlib import Path

import pytest
from django.http import HttpResponseBase
from django.test import Client

import huijia
from huijia.core.residents.visitors import ACTING_KEY
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.privacy.enums import Channel
from huijia.serve.health import actions
from huijia.serve.health.thresholds import Pressure
from tests.cast import SINCE
from tests.test_every_url import GET, World, address, world

__all__ = ["world"]

VALUE = re.compile(r"177\D{1,40}103")


@pytest.fixture
def measured(world: World) -> World:
    by = Access.system(world.home.community)
    person = world.login.person or world.home.resident
    actions.agree(person, channel=Channel.PAPER, by=by)
    for _time in range(2):
        actions.measure(actions.Draft(Pressure(177, 103), person), by=by)
    return world


def _browser(of: World, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who not in ("resident", "agent"):
        client.force_login(of.home.users[who])
        return client
    client.force_login((of.login if who == "resident" else of.agent).user)
    if who == "agent":
        session = client.session
        session[ACTING_KEY] = of.mandate.pk
        session.save()
    return client


def _text(answer: HttpResponseBase) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("who", ["secretary", "agent"])
def test_no_page_of_anybody_else_holds_a_value(measured: World, who: str) -> None:
    client = _browser(measured, who)
    shown = [name for name in GET if VALUE.search(_text(client.get(address(name, measured))))]
    assert shown == []


def test_the_health_role_opens_its_own_room_and_the_activities_alone(measured: World) -> None:
    """Beside what everybody may open, and one's own account."""
    nurse = User.objects.create(username="nurse", name="量一量")
    Membership.objects.create(user=nurse, role="health", community=measured.home.community, starts_on=SINCE)
    client = Client(raise_request_exception=False)
    client.force_login(nurse)
    opened = {
        name for name, line in GET.items()
        if line["anonymous"] != 200 and client.get(address(name, measured)).status_code == 200
    }
    assert {name for name in opened if not name.startswith(("accounts:", "health:"))} == {
        "opening:card", "opening:first_task", "opening:paper", "opening:papers", "opening:practice", "signup:attend",
        "signup:chain", "signup:month", "signup:occasion", "signup:occasions", "signup:scanned", "signup:sheet",
        "signup:sign", "station:programme", "station:programmes",
    }
    assert {name for name in opened if name.startswith("health:")} == {
        "health:corner", "health:nameless", "health:person", "health:sheet", "health:follow_ups", "health:follow_up",
    }


def test_the_person_sees_it_on_their_own_page_alone(measured: World) -> None:
    client = _browser(measured, "resident")
    shown = [name for name in GET if VALUE.search(_text(client.get(address(name, measured))))]
    assert shown == ["portal:me_health"]


def test_only_the_room_and_the_own_page_open_what_is_sealed() -> None:
    root = Path(huijia.__file__).parent
    uses = re.compile(r"huijia\.serve\.health|serve import health|values_sealed")
    found = {
        str(path.relative_to(root)) for path in root.rglob("*.py")
        if uses.search(path.read_text("utf-8")) and path.name not in ("settings.py", "urls.py")
    }
    outside = {name for name in found if not name.startswith(("serve/health/", "config/demo/"))}
    assert outside == {"doors/portal/my_health.py", "doors/portal/views/my_health.py"}
