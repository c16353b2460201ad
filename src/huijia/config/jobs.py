"""Jobs of django-tasks, run inside the worker; a job that a kill cut short is put back and resumes."""

import logging
import socket

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

QUIET = ("django_tasks_db", "django_tasks")


class Jobs:
    """One pass runs every job that is due; `stop` lets the running one finish and starts no other."""

    def __init__(self) -> None:
        for name in QUIET:
            logging.getLogger(name).setLevel(logging.WARNING)
        self.worker_id = f"huijia@{socket.gethostname()}"[:64]
        self._worker = Worker(
            queue_names=["*"],
            interval=0.2,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.worker_id,
            excluded_queue_names=[],
        )

    def take_back(self) -> int:
        """Makes jobs ready again that this machine's worker held when it was killed; for the holder of its lock."""
        held = [row for row in DBTaskResult.objects.running() if (row.worker_ids or [""])[-1] == self.worker_id]
        for row in held:
            logger.warning("任务 %s 上次被打断，继续 / was cut short, resumes", row.task_path)
        ids = [row.pk for row in held]
        return DBTaskResult.objects.filter(pk__in=ids).update(status="READY", started_at=None)

    def run_due(self) -> None:
        # Asking first keeps an idle worker from taking the write lock each second.
        if DBTaskResult.objects.ready().exists():
            self._worker.run()

    def stop(self) -> None:
        self._worker.running = False
