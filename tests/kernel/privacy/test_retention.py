"""到期清理: counted before, removed after the days agreed on, never what is held."""

from datetime import timedelta

import pytest

from huijia.core.matters.models import Matter
from huijia.kernel.accounts.models import SignIn
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.privacy import actions, queries
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast
from tests.kernel.privacy.conftest import browser

LATER = MONDAY + timedelta(days=1095 + 30)


def counts(home: Cast, at=LATER) -> dict[str, int]:
    return {line.rule.code: line.count for line in queries.forecast(home.community, at)}


def test_the_dry_run_says_what_the_run_does(home: Cast) -> None:
    matter = home.closed_matter(phone="13800001234", reporter_name="赵明明")
    home.handled_matter("还没办完", phone="13800001234")
    assert counts(home, MONDAY + timedelta(days=1000))["contacts"] == 0
    assert counts(home)["contacts"] == 1
    actions.run_retention(LATER)
    assert counts(home)["contacts"] == 0
    matter = Matter.objects.of(home.community).get(pk=matter.pk)
    assert (matter.phone_hash, matter.phone_sealed, matter.reporter_name, matter.result) == ("", "", "", "换了灯泡")
    assert Matter.objects.of(home.community).exclude(phone_hash="").count() == 1
    entry = Entry.objects.get(kind="privacy.removed", data__rule="contacts")
    assert (entry.data["count"], entry.community_id) == (1, home.community.pk)


def test_what_is_held_stays(home: Cast) -> None:
    home.closed_matter(phone="13800001234")
    held = actions.hold(("person", home.resident.pk), reason="诉讼", by=home.access("secretary"))
    assert counts(home)["contacts"] == 0
    with pytest.raises(Refusal):
        actions.hold(("person", home.resident.pk), reason="诉讼", by=home.access("secretary"))
    actions.release(held, by=home.access("secretary"))
    actions.release(held, by=home.access("secretary"))
    assert counts(home)["contacts"] == 1
    assert Entry.objects.filter(kind="privacy.released").count() == 1


def test_old_sign_ins_of_this_community_only(home: Cast) -> None:
    other = cast("乙社区")
    for house in (home, other):
        SignIn.objects.create(user=house.users["operator"], means="password", seen_at=MONDAY)
    assert counts(home, MONDAY + timedelta(days=181))["sign_ins"] == 1
    actions.run_retention(MONDAY + timedelta(days=179))
    assert SignIn.objects.count() == 2
    actions.run_retention(MONDAY + timedelta(days=181))
    assert SignIn.objects.count() == 0


def test_nothing_to_remove_is_not_written_down(home: Cast) -> None:
    assert actions.run_retention(MONDAY) == 0
    assert not Entry.objects.filter(kind="privacy.removed").exists()


def test_the_page(home: Cast) -> None:
    client = browser(home, "secretary")
    with clock.frozen(LATER):
        text = client.get("/desk/privacy/retention/").content.decode()
        assert "登录记录" in text and "1095 天" in text
    assert client.post("/desk/privacy/retention/", {"reason": "诉讼"}).status_code == 422
    held = client.post("/desk/privacy/retention/", {"reason": "诉讼", "subject": f"person:{home.resident.pk}"})
    assert held.status_code == 302
    assert "赵*" in client.get("/desk/privacy/retention/").content.decode()
