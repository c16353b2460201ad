"""A pasted 接龙: looked over first, then signed up in one go, once."""

import re

from huijia.core.signup.models import Signup
from tests.cast import Cast
from tests.core.signup.conftest import SignIn, planned, sign, states

LIST = "#接龙 周三讲座\n1. 赵明明 13800001234\n2、李大山 2人\n③ 孙不来 取消\n4. 钱小华"


def table(page: str) -> dict[str, str]:
    """What the browser sends of the table, unchanged."""
    found = dict(re.findall(r'name="((?:raw|name|party|phone|company|note)-[0-9a-f-]+)"[^>]*value="([^"]*)"', page))
    found |= dict.fromkeys(re.findall(r'name="(take-[0-9a-f-]+)" value="1" checked', page), "1")
    return found | {"save": "1"}


def keys(page: str) -> list[str]:
    return re.findall(r'name="key" value="([0-9a-f-]+)"', page)


def test_a_list_is_looked_over_and_then_signed_up_once(home: Cast, as_: SignIn):
    occasion = planned(home, capacity=3)
    client, url = as_("operator"), f"/desk/signup/{occasion.pk}/chain/"
    page = client.post(url, {"text": LIST}).content.decode()
    assert states(occasion) == []
    assert "周三讲座" in page and "像是不来了" in page and "超出名额 1 人" in page
    sent = {**table(page), "key": keys(page)}
    for _press in range(2):
        assert client.post(url, sent).status_code == 302
    assert states(occasion) == [("赵明明", "signed"), ("李大山", "signed"), ("钱小华", "waiting")]
    first = Signup.objects.of(home.community).get(name="赵明明")
    assert (first.channel, first.person, first.phone_tail) == ("chat", home.resident, "1234")
    occasion.refresh_from_db()
    assert (occasion.seats_taken, occasion.waiting) == (3, 1)


def test_one_line_that_cannot_be_used_leaves_nothing_behind(home: Cast, as_: SignIn):
    occasion = planned(home, capacity=9)
    client, url = as_("operator"), f"/desk/signup/{occasion.pk}/chain/"
    page = client.post(url, {"text": LIST}).content.decode()
    sent = {**table(page), "key": keys(page)}
    sent[f"phone-{keys(page)[1]}"] = "12"
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "电话号码不对" in answer.content.decode() and "李大山" in answer.content.decode()
    assert states(occasion) == []


def test_who_is_signed_up_already_is_not_ticked(home: Cast, as_: SignIn):
    occasion = planned(home, capacity=9)
    sign(occasion, "钱小华")
    page = as_("operator").post(f"/desk/signup/{occasion.pk}/chain/", {"text": "1. 钱小华\n2. 李大山"}).content.decode()
    assert "已经报过名" in page
    assert len(re.findall("checked", page)) == 1


def test_nothing_pasted(home: Cast, as_: SignIn):
    occasion = planned(home)
    assert as_("operator").post(f"/desk/signup/{occasion.pk}/chain/", {"text": " \n"}).status_code == 422
    assert as_("leader").get(f"/desk/signup/{occasion.pk}/chain/").status_code == 403
