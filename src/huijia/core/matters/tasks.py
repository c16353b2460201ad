"""Work that takes longer than a page may: run by the worker, resumed after a kill."""

from django_tasks import task

from huijia.core.matters import imports


@task()
def work_on_import(job_id: int) -> None:
    """Checks or imports a file, as its job says."""
    imports.work(job_id)
