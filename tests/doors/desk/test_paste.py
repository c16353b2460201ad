"""Pasting a message from chat: it fills the intake form, and saves nothing by itself."""

import pytest

from huijia.core.matters.models import Matter
from tests.cast import Cast
from tests.doors.desk.conftest import SignIn

URL = "/desk/intake/paste/"
ONE = "张小荷 4月13日 上午9:05\n傅家组 12号门口路灯坏了，电话13800009999"
TWO = "张小荷 09:05\n傅家组路灯坏了\n李竹青 09:07\n明天几点发体检单"


def test_one_message_fills_the_form(home: Cast, as_: SignIn):
    client = as_("operator")
    page = client.post(URL, {"text": ONE}, follow=True).content.decode()
    assert "傅家组12号" in page and 'value="13800009999"' in page and 'value="张小荷"' in page
    assert "[2026-04-13 09:05] 傅家组 12号门口路灯坏了" in page
    assert f'<option value="{home.lamps.pk}" selected' in page
    assert not Matter.objects.of(home.community).exists()
    assert "张小荷" not in client.get("/desk/intake/").content.decode()


def test_of_several_those_that_were_chosen(home: Cast, as_: SignIn):
    client = as_("operator")
    page = client.post(URL, {"text": TWO}).content.decode()
    assert "哪几条说的是这件事" in page and "明天几点发体检单" in page
    none = client.post(URL, {"text": TWO, "go": "1"})
    assert none.status_code == 422 and "请至少勾一条" in none.content.decode()
    form = client.post(URL, {"text": TWO, "go": "1", "chosen": ["0"]}, follow=True).content.decode()
    assert "傅家组路灯坏了" in form and "体检单" not in form


def test_two_speakers_are_both_named_and_nobody_is_the_reporter(home: Cast, as_: SignIn):
    form = as_("operator").post(URL, {"text": TWO, "go": "1", "chosen": ["0", "1"]}, follow=True).content.decode()
    assert "09:05 张小荷] 傅家组路灯坏了" in form and "09:07 李竹青] 明天几点发体检单" in form
    assert 'value="张小荷"' not in form


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 20_001])
def test_nothing_or_too_much(home: Cast, as_: SignIn, text: str):
    assert as_("operator").post(URL, {"text": text}).status_code == 422


def test_on_foot_too(home: Cast, as_: SignIn):
    form = as_("worker").post(URL, {"text": ONE}, follow=True).content.decode()
    assert "傅家组 12号门口路灯坏了" in form and 'value="13800009999"' in form


def test_nothing_stands_in_the_address(home: Cast, as_: SignIn):
    answer = as_("operator").post(URL, {"text": ONE})
    assert answer["Location"] == "/desk/intake/"
