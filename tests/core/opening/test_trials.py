"""上手练习: ticked by what somebody really did in the practice copy. Papers: every card and form prints."""

import pytest

from huijia.core.matters import actions as matters
from huijia.core.matters.models import Matter
from huijia.core.opening import trials
from huijia.core.opening.models import Trial
from huijia.core.opening.papers import CARDS, FORMS
from huijia.core.opening.practice import making
from huijia.kernel.accounts import roles
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger.kinds import get
from tests.cast import MONDAY, Cast
from tests.core.opening.conftest import browser

URL = "/desk/first-task/"


def test_steps_tick_themselves(home: Cast) -> None:
    making.work(making.make(by=home.access("secretary"), queued=False).pk)
    client = browser(home.users["committee"], home.community)
    assert "上手练习：十分钟" in client.get("/desk/").content.decode()
    assert "还剩 6 步" in client.get(URL).content.decode()
    client.post("/desk/practice/enter/")
    practice = Community.objects.select_related("street__district", "practice_of").get(practice_of=home.community)
    by = Access.of_user(home.users["committee"], practice, MONDAY)
    rows = Matter.objects.of(practice)
    mine = rows.filter(state="assigned", responsible__in=by.post_ids).first()
    assert mine is not None
    matters.take(mine, by=by, at=MONDAY)
    matters.contact(mine, text="问清了", by=by, at=MONDAY)
    matters.report_result(mine, result="修好了", by=by, at=MONDAY)
    assert "还剩 2 步" in client.get(URL).content.decode()
    other = rows.filter(state="reported").exclude(responsible__in=by.post_ids).first()
    assert other is not None
    matters.check_pass(other, by=by, at=MONDAY)
    client.post("/desk/practice/leave/")
    assert "都做到了" in client.get(URL).content.decode()
    assert Trial.objects.of(home.community).get().finished_at == MONDAY
    assert "上手练习：十分钟" not in client.get("/desk/").content.decode()
    assert "还剩 5 步" in browser(home.users["operator"], home.community).get(URL).content.decode()


def test_it_can_be_put_aside(home: Cast) -> None:
    making.make(by=home.access("secretary"), queued=False)
    client = browser(home.users["operator"], home.community)
    for _time in range(2):
        assert client.post(f"{URL}dismiss/").status_code == 302
    assert Trial.objects.of(home.community).get().dismissed_at == MONDAY
    assert "上手练习：十分钟" not in client.get("/desk/").content.decode()


def test_every_role_has_steps_that_the_ledger_knows() -> None:
    assert set(trials.STEPS) == {*roles.ROLES} - {"resident"}
    kinds = {kind for steps in trials.STEPS.values() for step in steps for kind in step.kinds}
    assert [kind for kind in kinds if get(kind) is None] == []


@pytest.mark.parametrize("url", [f"card/{role}" for role in CARDS] + [f"form/{code}" for code in FORMS])
def test_every_paper_prints(home: Cast, url: str) -> None:
    page = browser(home.users["operator"]).get(f"/desk/papers/{url}/")
    assert page.status_code == 200 and "<h1>" in page.content.decode()


def test_a_card_for_every_role_and_nothing_else(home: Cast) -> None:
    assert set(CARDS) == {*roles.ROLES} - {"resident"}
    client = browser(home.users["operator"])
    assert client.get("/desk/papers/").status_code == 200
    assert client.get("/desk/papers/card/nobody/").status_code == 404
    assert client.get("/desk/papers/form/nothing/").status_code == 404
