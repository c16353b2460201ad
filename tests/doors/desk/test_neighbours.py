"""告诉邻里: two lines about what was done, and the door that shows them."""

import pytest

from huijia.core.matters.models import Matter, PublicWords
from tests.cast import Cast, cast
from tests.doors.desk.conftest import SignIn

URL = "/desk/neighbours/"


@pytest.fixture
def done(home: Cast) -> Matter:
    return home.closed_matter(reporter_name="赵明明")


def test_told_shown_at_the_door_and_taken_away(home: Cast, as_: SignIn, done: Matter) -> None:
    client = as_("operator")
    assert [row["card"].matter for row in client.get(URL).context["rows"]] == [done]
    url = f"{URL}{done.ticket}/"
    assert client.get(url).status_code == 200
    answer = client.post(url, {"before": "村口路灯不亮", "after": "夜里亮了"})
    assert (answer.status_code, answer["Location"]) == (302, URL)
    door = client.get(f"/d/{home.plate.token}/").content.decode()
    assert "原来：村口路灯不亮" in door
    assert "现在：夜里亮了" in door
    assert done.ticket not in door
    assert client.post(f"{url}off/").status_code == 302
    assert "夜里亮了" not in client.get(f"/d/{home.plate.token}/").content.decode()


def test_a_name_is_refused_and_what_was_typed_stays(home: Cast, as_: SignIn, done: Matter) -> None:
    wrong = as_("operator").post(f"{URL}{done.ticket}/", {"before": "赵明明说灯不亮", "after": "亮了"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors == {"before": ["这里写了姓名或号码，请改成不提个人的话"]}
    assert "赵明明说灯不亮" in wrong.content.decode()
    assert PublicWords.objects.of(home.community).count() == 0


def test_open_sensitive_and_others_matters(home: Cast, as_: SignIn, done: Matter) -> None:
    client = as_("secretary")
    assert client.get(f"{URL}{home.raise_matter().ticket}/").status_code == 404
    assert client.get(f"{URL}{cast('乙社区').closed_matter().ticket}/").status_code == 404
    Matter.objects.of(home.community).filter(pk=done.pk).update(is_sensitive=True)
    assert client.get(f"{URL}{done.ticket}/").status_code == 404
    assert client.get(URL).context["rows"] == []


@pytest.mark.parametrize("who", ["worker", "leader", "street", "auditor", "admin"])
def test_who_may_not(home: Cast, as_: SignIn, done: Matter, who: str) -> None:
    client = as_(who)
    assert client.get(URL).status_code == 403
    assert client.post(f"{URL}{done.ticket}/", {"before": "暗", "after": "亮"}).status_code == 403
