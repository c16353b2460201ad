"""The first task is put aside or finished; it is offered no more."""

from datetime import datetime

from huijia.core.opening.models import Trial
from huijia.core.opening.practice.making import live_of
from huijia.kernel.accounts.access import Access
from huijia.lib import clock


def dismiss_trial(*, by: Access, at: datetime | None = None) -> None:
    """不再提示. Twice changes nothing."""
    _mark("dismissed_at", by, at)


def finish_trial(*, by: Access, at: datetime | None = None) -> None:
    """All steps are ticked. Twice changes nothing."""
    _mark("finished_at", by, at)


def _mark(field: str, by: Access, at: datetime | None) -> None:
    assert by.user_id is not None, "only somebody signed in has a first task"
    live = live_of(by)
    trial, _made = Trial.objects.of(live).get_or_create(community=live, user_id=by.user_id)
    Trial.objects.of(live).filter(pk=trial.pk, **{field: None}).update(**{field: at or clock.now()})
