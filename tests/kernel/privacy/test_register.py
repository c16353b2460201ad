"""处理登记: what the system really keeps is shipped; the office words it and adds its own."""

import pytest

from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.privacy import actions, queries
from tests.cast import Cast, cast
from tests.kernel.privacy.conftest import browser

OWN = {
    "name": "停车登记", "purpose": "挪车", "basis": "本人同意", "fields": "车牌、电话", "retention": "一年",
    "recipients": "值班员",
}


def codes(home: Cast) -> list[str]:
    return [line.code for line in queries.register_of(home.community)]


def test_what_is_shipped(home: Cast) -> None:
    assert {"accounts", "notices", "roster", "matters"} <= {*codes(home)}


def test_reworded_and_added_here_only(home: Cast) -> None:
    by = home.access("secretary")
    actions.set_processing("own_1", OWN, by=by)
    actions.set_processing("roster", OWN, by=by, is_active=False)
    actions.set_processing("roster", OWN, by=by, is_active=False)
    line = next(line for line in queries.register_of(home.community) if line.code == "roster")
    assert (line.name, line.is_active, line.is_own) == ("停车登记", False, True)
    assert "own_1" in codes(home)
    assert "own_1" not in codes(cast("乙社区"))
    assert Entry.objects.filter(kind="privacy.processing_set").count() == 2


def test_who_may_and_what_is_missing(home: Cast) -> None:
    with pytest.raises(Refusal):
        actions.set_processing("own_1", OWN, by=home.access("admin"))
    with pytest.raises(Refusal) as refused:
        actions.set_processing("own_1", {**OWN, "basis": ""}, by=home.access("secretary"))
    assert refused.value.field == "basis"


def test_the_pages(home: Cast) -> None:
    client = browser(home, "secretary")
    assert "居民和住户登记" in client.get("/desk/privacy/register/").content.decode()
    url = "/desk/privacy/register/own_1/"
    form = {**OWN, "fields_": OWN["fields"], "is_active": "on"}
    assert client.post(url, {**form, "fields_": ""}).status_code == 422
    assert client.post(url, form).status_code == 302
    assert "停车登记" in client.get("/desk/privacy/register/").content.decode()
    assert client.get("/desk/privacy/register/none/").status_code == 404
