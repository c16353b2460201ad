"""Taking everything along."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from openpyxl import load_workbook

from huijia.core.opening import leaving
from huijia.core.opening.enums import ExportState
from huijia.core.opening.models import ExportJob
from huijia.kernel.accounts import fresh
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import actions as files
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from tests.cast import Cast, cast
from tests.kernel.files.test_files import picture, upload


@pytest.fixture
def home(db: None, settings: Any, tmp_path: Path) -> Cast:
    settings.VAR, settings.FILES_ROOT = tmp_path, tmp_path / "files"
    return cast()


def made(home: Cast) -> ExportJob:
    job = leaving.ask(reason="换系统", by=home.access("secretary"), queued=False)
    leaving.work(job.pk)
    job.refresh_from_db()
    return job


def table(path: Path, label: str) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(path) as archive:
        book = load_workbook(io.BytesIO(archive.read(f"tables/{label}.xlsx")))
    return list(book.active.iter_rows(values_only=True))


def test_every_table_and_every_file_of_this_community_only(home: Cast) -> None:
    cast("乙社区")
    kept = files.keep_photo(upload(picture()), community=home.community, by=home.access("operator"))
    job = made(home)
    assert (job.state, job.done) == (ExportState.READY, len(leaving.tables()))
    people = table(leaving.place_of(job), "people.Person")
    assert len(people) == 1 + 8
    row = next(row for row in people if "赵明明" in row)
    assert "13800001234" in row
    assert not any("hash" in str(head) for head in people[0])
    with zipfile.ZipFile(leaving.place_of(job)) as archive:
        names = archive.namelist()
        assert f"files/{kept.uuid}.jpeg" in names and "README.txt" in names
        assert archive.testzip() is None
    assert not list(leaving.place_of(job).parent.glob("*.part"))
    assert Entry.objects.get(kind="opening.export_ready").data["files"] == 1


def test_no_token_of_a_door_is_in_it(home: Cast) -> None:
    plates = table(leaving.place_of(made(home)), "places.DoorPlate")
    assert not any(home.plate.token in row for row in plates)


def test_one_at_a_time_and_with_a_reason(home: Cast) -> None:
    by = home.access("secretary")
    first = leaving.ask(reason="换系统", by=by, queued=False)
    assert leaving.ask(reason="再来", by=by, queued=False) == first
    with pytest.raises(Refusal):
        leaving.ask(reason=" ", by=by)
    for who in ("committee", "operator", "street"):
        with pytest.raises(Refusal):
            leaving.ask(reason="看看", by=home.access(who))


def test_begun_again_after_a_kill(home: Cast) -> None:
    job = leaving.ask(reason="换系统", by=home.access("secretary"), queued=False)
    ExportJob.objects.of(home.community).filter(pk=job.pk).update(state=ExportState.RUNNING, done=3)
    part = leaving.place_of(job).with_suffix(".part")
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    leaving.work(job.pk)
    job.refresh_from_db()
    assert job.state == ExportState.READY


def test_a_full_disk_is_said(home: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> tuple[int, int]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(leaving, "_write", full)
    job = made(home)
    assert (job.state, job.problem) == (ExportState.BROKEN, "磁盘满了，腾出地方再导出一次")
    assert leaving.ask(reason="再来", by=home.access("secretary"), queued=False) != job


def test_kept_for_a_week(home: Cast) -> None:
    job = made(home)
    assert leaving.tidy(clock.now() + timedelta(days=6)) == 0
    assert leaving.tidy(clock.now() + timedelta(days=8)) == 1
    assert not leaving.place_of(job).exists()
    with pytest.raises(Refusal):
        leaving.fetched(ExportJob.objects.of(home.community).get(), by=home.access("secretary"))


def signed_in(home: Cast, who: str, *, is_fresh: bool = True) -> Client:
    client = Client()
    client.force_login(home.users[who])
    session = client.session
    if is_fresh:
        fresh.mark(session)
    session.save()
    return client


def test_asked_for_and_taken_on_the_page(home: Cast) -> None:
    client = signed_in(home, "secretary")
    assert client.post("/desk/leave/", {"reason": ""}).status_code == 422
    client.post("/desk/leave/", {"reason": "换系统"})
    job = ExportJob.objects.of(home.community).get()
    leaving.work(job.pk)
    answer = client.post(f"/desk/leave/{job.pk}/")
    assert answer["Content-Type"] == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).testzip() is None  # type: ignore[attr-defined]
    assert Entry.objects.filter(kind="opening.export_fetched").count() == 1


def test_the_password_is_asked_again_first(home: Cast) -> None:
    client = signed_in(home, "secretary", is_fresh=False)
    assert client.post("/desk/leave/", {"reason": "换系统"}).status_code == 302
    assert not ExportJob.objects.of(home.community).exists()


def test_by_command(home: Cast, tmp_path: Path) -> None:
    target = tmp_path / "all.zip"
    call_command("export", community=home.community.slug, to=str(target), reason="换系统")
    assert zipfile.ZipFile(target).testzip() is None
    assert target.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError):
        call_command("export", community=home.community.slug, to=str(target), reason="换系统")
    with pytest.raises(CommandError):
        call_command("export", community="nowhere", to=str(tmp_path / "x.zip"), reason="换系统")
