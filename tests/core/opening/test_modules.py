"""模块 on and off."""

from collections.abc import Iterator

import pytest

from huijia.core.opening import actions
from huijia.kernel.communities import modules, options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.modules import OFF_KEY, Module
from tests.cast import Cast
from tests.core.opening.conftest import browser

URL = "/desk/setup/modules/"


@pytest.fixture(autouse=True)
def rooms() -> Iterator[None]:
    for code, label in (("test-a", "放映"), ("test-b", "花会")):
        modules.register(Module(code, label, "serve", f"{label}的用处"))
    yield
    for code in ("test-a", "test-b"):
        modules._MODULES.pop(code)


def test_each_is_switched_with_its_purpose_shown(home: Cast) -> None:
    client = browser(home.users["secretary"])
    page = client.get(URL).content.decode()
    assert "放映的用处" in page and "一直启用的" in page
    assert client.post(f"{URL}switch/", {"module": "test-a", "on": "0"}).status_code == 302
    assert not modules.is_on(home.community, "test-a") and modules.is_on(home.community, "test-b")
    assert "记录都留着" in client.get(URL).content.decode()
    client.post(f"{URL}switch/", {"module": "test-a", "on": "1"})
    assert modules.is_on(home.community, "test-a")


def test_two_at_once_add_up(home: Cast) -> None:
    by = home.access("secretary")
    options.get(home.community, OFF_KEY)
    actions.switch_module("test-a", on=False, by=by)
    actions.switch_module("test-b", on=False, by=by)
    actions.switch_module("test-b", on=False, by=by)
    assert options.get(home.community, OFF_KEY) == ["test-a", "test-b"]


def test_who_sees_what(home: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modules, "_pages", [lambda code: [("放映单", ("audit.view",))] if code == "test-a" else []])
    assert "“放映单”(审计员、系统管理员)" in browser(home.users["secretary"]).get(URL).content.decode()


def test_no_such_module_and_no_right(home: Cast) -> None:
    answer = browser(home.users["secretary"]).post(f"{URL}switch/", {"module": "nothing", "on": "0"}, follow=True)
    assert "没有这一项" in answer.content.decode()
    with pytest.raises(Refusal):
        actions.switch_module("test-a", on=False, by=home.access("operator"))
    assert browser(home.users["operator"]).post(f"{URL}switch/", {"module": "test-a"}).status_code == 403
