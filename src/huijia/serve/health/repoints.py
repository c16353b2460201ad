"""Readings and follow-ups of a double go over to the row that is kept."""

from django.utils.translation import gettext_lazy as _

from huijia.core.people import doubles
from huijia.core.people.doubles import Repoint
from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.serve.health.enums import FollowState
from huijia.serve.health.models import FollowUp, Reading


def register() -> None:
    doubles.register(Repoint(
        "health_readings", _("健康角测量"),
        lambda person: Reading.objects.of(person.community_id).filter(person=person).count(), _readings, Reading,
        "person",
    ))
    doubles.register(Repoint(
        "health_follow_ups", _("健康角随访"),
        lambda person: FollowUp.objects.of(person.community_id).filter(person=person).count(), _follow_ups, FollowUp,
        "person",
    ))


def _readings(drop: Person, keep: Person, by: Access) -> int:
    return Reading.objects.of(drop.community_id).filter(person=drop).update(person=keep)


def _follow_ups(drop: Person, keep: Person, by: Access) -> int:
    """One open at a time: the double's goes where the other has one."""
    rows = FollowUp.objects.of(drop.community_id).filter(person=drop)
    if FollowUp.objects.of(drop.community_id).filter(person=keep, state=FollowState.OPEN).exists():
        rows.filter(state=FollowState.OPEN).delete()
    return rows.update(person=keep)
