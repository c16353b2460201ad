"""Work that takes longer than a page may: run by the worker, begun again after a kill."""

from django_tasks import task


@task()
def work_on_practice(copy_id: int) -> None:
    """Clears the practice copy and makes it anew."""
    from huijia.core.opening.practice import making

    making.work(copy_id)


@task()
def work_on_export(job_id: int) -> None:
    """Writes everything that a community takes along."""
    from huijia.core.opening import leaving

    leaving.work(job_id)
