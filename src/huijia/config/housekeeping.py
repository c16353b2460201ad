"""What the worker tidies once a day: counted allowances, what has reached its end, files that nothing names, ended
sessions, and what the planner knows of the tables."""

import logging
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

from django.conf import settings

from huijia.core.opening import leaving
from huijia.kernel.files import actions as files
from huijia.kernel.imports import keeping
from huijia.kernel.limits import actions as limits
from huijia.kernel.privacy import actions as privacy
from huijia.lib import clock
from huijia.lib.sqlite_queue import statistics
from huijia.serve.visits import actions as visits

logger = logging.getLogger(__name__)

DAY = 24 * 3600.0
# The longest window is a day; two days leave room for clocks and zones.
ALLOWANCES_KEPT = timedelta(days=2)


def allowances() -> int:
    return limits.purge(before=clock.now() - ALLOWANCES_KEPT)


def orphans() -> int:
    return files.sweep()


def sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def retention() -> int:
    return privacy.run_retention()


def uploaded_lists() -> int:
    return keeping.drop_old()


def visiting_plans() -> int:
    return visits.replan_all()


def exports() -> int:
    return leaving.tidy()


STEPS: tuple[Callable[[], object], ...] = (
    allowances, retention, uploaded_lists, exports, visiting_plans, orphans, sessions, statistics.refresh,
)


def tidy() -> None:
    """Every step, even after one that failed; then the first failure is raised for the heartbeat to tell."""
    failed: list[Exception] = []
    for step in STEPS:
        try:
            step()
        except Exception as error:
            logger.exception("清理 %s 出错 / the step failed", step.__name__)
            failed.append(error)
    if failed:
        raise failed[0]
