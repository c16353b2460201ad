"""What a double takes along beside its readings: the open follow-up, one at a time, and the consent."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.people import doubles
from huijia.core.people.doubles import Repoint
from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.privacy.models import Consent
from huijia.serve.health.actions.consent import PURPOSE
from huijia.serve.health.enums import FollowState
from huijia.serve.health.models import FollowUp


def register() -> None:
    doubles.register(Repoint(
        "health_follow_ups", _("健康角随访"), lambda person: _follow_ups(person).count(), _move_follow_ups, FollowUp,
        "person",
    ))
    doubles.register(Repoint(
        "health_consent", _("健康角保留测量数值"), lambda person: _consents(person).count(), _move_consent
    ))


def _follow_ups(person: Person) -> QuerySet[FollowUp]:
    return FollowUp.objects.of(person.community_id).filter(person=person)


def _move_follow_ups(drop: Person, keep: Person, by: Access) -> int:
    """Where both have one open, the double's goes."""
    if _follow_ups(keep).filter(state=FollowState.OPEN).exists():
        _follow_ups(drop).filter(state=FollowState.OPEN).delete()
    return _follow_ups(drop).update(person=keep)


def _consents(person: Person) -> QuerySet[Consent]:
    return Consent.objects.of(person.community_id).filter(
        purpose=PURPOSE, subject_type="person", subject_id=person.pk, withdrawn_at=None
    )


def _move_consent(drop: Person, keep: Person, by: Access) -> int:
    """Somebody who agreed has agreed; where both did, the one that stands is enough."""
    return 0 if _consents(keep).exists() else _consents(drop).update(subject_id=keep.pk)
