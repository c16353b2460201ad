from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from huijia.kernel.accounts import fresh
from huijia.kernel.communities import options
from huijia.kernel.privacy import registry
from huijia.kernel.privacy.registry import Purpose
from tests.cast import Cast, cast

NOON = datetime(2026, 4, 13, 4, 0, tzinfo=UTC)
WITHDRAWN: list[Any] = []


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


@pytest.fixture(autouse=True)
def purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    """A purpose of the tests' own, gone with them."""
    monkeypatch.setattr(registry, "_PURPOSES", {})
    WITHDRAWN.clear()
    registry.register_purpose(
        Purpose("photos", "照片", "同意在活动报道里使用照片。", withdrawn=lambda *values: WITHDRAWN.append(values[1]))
    )
    assert "privacy_answer_days" in options.SPECS


def browser(home: Cast, who: str, *, is_fresh: bool = True) -> Client:
    client = Client()
    client.force_login(home.users[who])
    if is_fresh:
        session = client.session
        fresh.mark(session)
        session.save()
    return client
