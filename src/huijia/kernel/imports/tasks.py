"""Work that takes longer than a page may: run by the worker, resumed after a kill."""

from django_tasks import task

from huijia.kernel.imports.work import work


@task()
def work_on_import(job_id: int) -> None:
    """Checks or imports a file, as its job says."""
    work(job_id)
