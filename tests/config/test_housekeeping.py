"""What the worker tidies once a day."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from huijia.config import housekeeping
from huijia.config.jobs import Jobs
from huijia.config.management.commands.worker import all_loops
from huijia.kernel.files import shelf
from huijia.kernel.limits import actions as limits
from huijia.kernel.limits.models import Allowance
from huijia.lib import clock

pytestmark = pytest.mark.django_db


def test_the_worker_does_it_once_a_day():
    loops = {loop.name: loop for loop in all_loops(Jobs())}

    assert loops["清理 housekeeping"].seconds == 86_400


def test_old_allowances_ended_sessions_and_orphans_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path)
    now = clock.now()
    limits.spend([("door", 5, 3600)], at=now - timedelta(days=3))
    limits.spend([("door", 5, 3600)], at=now)
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=timezone.now() + timedelta(days=1))
    sha256 = shelf.put(b"orphan")
    (path,) = [path for path in shelf.kept() if path.name == sha256]
    old = time.time() - 3 * 86_400
    os.utime(path, (old, old))

    housekeeping.tidy()
    housekeeping.tidy()

    assert Allowance.objects.count() == 1
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert not path.exists()


def test_a_step_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    done: list[str] = []

    def fails() -> None:
        raise OSError("disk")

    monkeypatch.setattr(housekeeping, "STEPS", (fails, lambda: done.append("after")))

    with pytest.raises(OSError, match="disk"):
        housekeeping.tidy()
    assert done == ["after"]
    assert "fails" in caplog.text
