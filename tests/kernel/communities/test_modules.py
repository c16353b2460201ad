"""Modules: what a community has switched on."""

from collections.abc import Iterator

import pytest
from django.http import Http404

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import actions, modules
from huijia.kernel.communities.modules import OFF_KEY, Module
from tests.cast import new_community

CINEMA = Module("test-cinema", "放映", "serve", "坝坝电影")


@pytest.fixture(autouse=True)
def cinema() -> Iterator[None]:
    modules.register(CINEMA)
    yield
    modules._MODULES.pop(CINEMA.code)


def test_on_until_it_is_switched_off(db: None) -> None:
    here, there = new_community(), new_community("乙社区")
    modules.require(here, "test-cinema")
    actions.set_option(here, OFF_KEY, ["test-cinema"], by=Access.system(here))
    assert not modules.is_on(here, "test-cinema")
    assert modules.is_on(there, "test-cinema")
    with pytest.raises(Http404):
        modules.require(here, "test-cinema")


def test_one_module_for_a_code_and_only_in_a_wing() -> None:
    modules.register(CINEMA)
    assert CINEMA in modules.registered()
    with pytest.raises(ValueError):
        modules.register(Module("test-cinema", "别的", "serve", ""))
    with pytest.raises(ValueError):
        modules.register(Module("test-roof", "屋顶", "roof", ""))
