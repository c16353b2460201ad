"""Jobs run in the worker; one that a kill cut short comes back."""

import pytest
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from huijia.config.jobs import Jobs

pytestmark = pytest.mark.django_db(transaction=True)
ran: list[int] = []


@task()
def count(number: int) -> int:
    ran.append(number)
    return number


@task()
def fail() -> None:
    raise ValueError("not this row")


@pytest.fixture(autouse=True)
def empty() -> None:
    ran.clear()


def status() -> list[str]:
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))


def test_a_pass_runs_all_that_is_due() -> None:
    count.enqueue(1)
    count.enqueue(2)

    Jobs().run_due()

    assert ran == [1, 2]
    assert status() == ["SUCCESSFUL", "SUCCESSFUL"]


def test_a_failing_job_does_not_stop_the_next() -> None:
    fail.enqueue()
    count.enqueue(3)

    Jobs().run_due()

    assert ran == [3]
    assert status() == ["FAILED", "SUCCESSFUL"]


def test_a_job_cut_short_by_a_kill_runs_again() -> None:
    jobs = Jobs()
    count.enqueue(4)
    DBTaskResult.objects.get().claim(jobs.worker_id)

    jobs.run_due()
    assert ran == []

    assert jobs.take_back() == 1
    jobs.run_due()
    assert ran == [4]
    assert status() == ["SUCCESSFUL"]


def test_a_job_of_another_machine_is_left_alone() -> None:
    count.enqueue(5)
    DBTaskResult.objects.get().claim("huijia@elsewhere")

    assert Jobs().take_back() == 0
    assert status() == ["RUNNING"]


def test_stopping_leaves_what_has_not_begun() -> None:
    jobs = Jobs()
    count.enqueue(6)

    jobs.stop()
    jobs.run_due()

    assert status() == ["READY"]
