"""The telephone system's list and the platform's list, through the import machine."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huijia.core.matters.models import Matter, Transfer
from huijia.kernel.imports import actions as imports
from huijia.kernel.imports.models import ImportJob
from huijia.kernel.imports.work import work
from huijia.lib import crypto
from huijia.serve.hotline.models import Call
from huijia.serve.hotline.queries.calls import noted
from tests.cast import Cast
from tests.serve.hotline.conftest import NOW

CALLS = "主叫号码,来电时间,备注\n13800001234,2026-04-13 09:12,\n13800001234,2026-04-13 09:40,\n12,2026-04-13 09:50,\n"
SENT = (
    "工单编号,诉求内容,派发时间,签收时限,办理时限,诉求人,联系电话\n"
    "ZJ001,门口乱停车,2026-04-13 09:00,2026-04-13 13:00,2026-04-16 17:30,王女士,13800001234\n"
    "ZJ002,健身器材坏了,2026-04-13 09:30,,,,\n"
    ",没有编号,2026-04-13 09:30,,,,\n"
    "ZJ003,日期不对,昨天,,,,\n"
)


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Any) -> None:
    settings.FILES_ROOT = tmp_path / "files"


def imported(home: Cast, kind: str, text: str, who: str = "operator") -> ImportJob:
    by = home.access(who)
    file = SimpleUploadedFile("清单.csv", text.encode("utf-8-sig"))
    job = imports.open_job(file, kind=kind, options={}, by=by, queued=False)
    work(job.pk)
    job.refresh_from_db()
    imports.start(job, by=by, queued=False)
    work(job.pk)
    job.refresh_from_db()
    return job


def test_the_telephone_systems_list_twice_is_once(home: Cast):
    for _time in range(2):
        job = imported(home, "hotline_missed", CALLS)
    (call,) = Call.objects.of(home.community)
    assert (call.times, call.phone_tail) == (2, "1234")
    assert [error[-2:] for error in job.errors] != []


def test_calls_that_stand_already_are_found_in_one_statement(home: Cast, django_assert_num_queries: Any):
    imported(home, "hotline_missed", CALLS)
    (call,) = Call.objects.of(home.community)
    there = (person_number(call), call.called_at)
    others = [(f"1380000{number:04d}", call.called_at) for number in range(200)]
    with django_assert_num_queries(1):
        assert noted(home.community, [there, *others, (there[0], call.called_at - timedelta(days=1))]) == {there}
    assert noted(home.community, []) == set()


def person_number(call: Call) -> str:
    return crypto.open_sealed(call.phone_sealed)


def test_the_platforms_list_becomes_live_matters_with_their_limits(home: Cast):
    job = imported(home, "hotline_12345", SENT)
    first, second = Matter.objects.of(home.community).order_by("pk")
    assert (first.external_number, first.state, first.source) == ("ZJ001", "collected", "12345")
    assert first.sign_due == NOW.replace(hour=13)
    assert first.received_at == NOW.replace(hour=9)
    assert first.phone_tail == "1234"
    # agreed here: four hours to sign for what came without a limit
    assert second.sign_due == NOW.replace(hour=9, minute=30) + timedelta(hours=4)
    assert job.failed == 2
    again = imported(home, "hotline_12345", SENT)
    assert (again.added, Transfer.objects.of(home.community).count()) == (0, 2)


def test_who_does_not_work_the_hotline(home: Cast):
    from huijia.kernel.communities.errors import Refusal

    with pytest.raises(Refusal):
        imports.open_job(BytesIO(b""), kind="hotline_12345", options={}, by=home.access("worker"))
