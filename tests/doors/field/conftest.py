"""A phone of the grid worker: signed in, remembered, its community chosen."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from huijia.kernel.accounts import trusted
from huijia.kernel.accounts.models import TrustedDevice
from huijia.lib import clock, crypto
from tests.cast import MONDAY, Cast, cast
from tests.kernel.files.test_files import picture, upload

NOON = MONDAY + timedelta(hours=3)


@pytest.fixture
def home(db: None, settings: Any, tmp_path: Path) -> Iterator[Cast]:
    settings.FILES_ROOT = tmp_path / "files"
    with clock.frozen(NOON):
        yield cast()


@pytest.fixture
def phone(home: Cast) -> Callable[[str], Client]:
    """`phone("worker")` is a remembered phone of that one."""
    return lambda who: remembered(home, who)


def remembered(home: Cast, who: str) -> Client:
    client, token = Client(), crypto.new_token()
    client.force_login(home.users[who])
    TrustedDevice.objects.create(
        user=home.users[who], name="工作手机", token_hash=trusted.hash_of(token), pin="x", used_at=NOON,
        expires_at=NOON + timedelta(days=30),
    )
    client.cookies[trusted.COOKIE] = token
    return client


def record(
    home: Cast, who: str, kind: str, *, at: datetime = NOON - timedelta(hours=1), **fields: Any
) -> dict[str, Any]:
    """What the phone posts; `uuid` may stand among the fields."""
    return {
        "uuid": str(fields.pop("uuid", uuid4())), "kind": kind, "user": home.users[who].pk,
        "community": home.community.pk, "written_at": at.isoformat(), "fields": json.dumps(fields),
    }


def photos(*colours: str) -> list[Any]:
    return [upload(picture(640, 480), f"{name}.jpg") for name in colours]
