"""A roster that is cut short goes on; two workers on one file do not double it."""

import threading
from typing import Any

import pytest
from django.core.files import File
from django.db import connection

from huijia.core.people.models import Household, Person
from huijia.core.people.roster import importer, recording
from huijia.kernel.imports import actions
from huijia.kernel.imports.models import ImportJob
from huijia.kernel.imports.work import work
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast
from tests.core.people.roster.conftest import Bring
from tests.factories import rosters

pytestmark = pytest.mark.django_db(transaction=True)


def counts(home: Cast) -> tuple[int, int, int]:
    return (
        Person.objects.of(home.community).count() - 8, Household.objects.of(home.community).count() - 1,
        Entry.objects.filter(kind="people.imported", community_id=home.community.pk).count(),
    )


def test_a_kill_in_the_middle_is_resumed_without_doubles(
    home: Cast, check: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer.ResidentImporter, "chunk", 10)
    job = check(rosters.clean(12))
    actions.start(job, by=home.access("secretary"), queued=False)
    real, calls = recording.record_roster, []

    def killed(rows: Any, **more: Any) -> Any:
        calls.append(len(rows))
        saved = real(rows, **more)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return saved

    monkeypatch.setattr(importer, "record_roster", killed)
    with pytest.raises(KeyboardInterrupt):
        work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.added, job.cursor) == ("running", 20, 20)
    assert counts(home)[0] == 20
    monkeypatch.setattr(importer, "record_roster", real)
    work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.added, job.done, job.failed) == ("done", 36, 36, 0)
    # The family that lay across the cut is one household.
    assert counts(home) == (36, 12, 36)


def test_two_workers_on_one_file(home: Cast, check: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer.ResidentImporter, "chunk", 10)
    job = check(rosters.clean(12))
    actions.start(job, by=home.access("secretary"), queued=False)
    at_once(lambda: work(job.pk), lambda: work(job.pk))
    job.refresh_from_db()
    if job.state == "running":
        work(job.pk)
        job.refresh_from_db()
    assert (job.state, job.added, job.doubled, job.failed) == ("done", 36, 0, 0)
    assert counts(home) == (36, 12, 36)


def test_the_same_people_in_two_files_at_once(home: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer.ResidentImporter, "chunk", 10)
    by = home.access("secretary")
    jobs = []
    for _time in range(2):
        upload = File(rosters.stream_of(rosters.clean(12)), name="名册.xlsx")
        job = actions.open_job(upload, kind="residents", by=by, queued=False)
        work(job.pk)
        actions.start(ImportJob.objects.of(home.community).get(pk=job.pk), by=by, queued=False)
        jobs.append(job.pk)
    at_once(*(lambda pk=pk: work(pk) for pk in jobs))
    states = ImportJob.objects.of(home.community).filter(pk__in=jobs)
    assert [job.state for job in states] == ["done", "done"]
    assert sum(job.added for job in states) == 36
    assert counts(home) == (36, 12, 36)


def at_once(*works: Any) -> None:
    broken: list[BaseException] = []

    def run(do: Any) -> None:
        try:
            do()
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(do,)) for do in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
