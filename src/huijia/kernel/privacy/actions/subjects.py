"""Two subjects turned out to be one: what stands about the one goes over to the other."""

from datetime import datetime

from django.db import transaction

from huijia.kernel.communities.models import Community
from huijia.kernel.privacy.models import Consent, Hold, Request
from huijia.kernel.privacy.registry import Subject
from huijia.lib import clock


def count_of(community: Community, subject: Subject) -> int:
    """Consents, requests and holds about a subject; three statements."""
    return sum(model.objects.of(community).filter(**_named(subject)).count() for model in (Consent, Request, Hold))


def move_subject(community: Community, *, old: Subject, new: Subject, at: datetime | None = None) -> int:
    """Consents, requests and holds about `old` are about `new` from now on; their number.

    Where both stand open, of one purpose or as a hold, the one of `new` goes on and that of `old` ends and is kept.
    """
    moment = at or clock.now()
    with transaction.atomic():
        given = Consent.objects.of(community).filter(withdrawn_at=None)
        both = given.filter(**_named(new)).values_list("purpose", flat=True)
        given.filter(**_named(old), purpose__in=list(both)).update(withdrawn_at=moment)
        held = Hold.objects.of(community).filter(ended_at=None)
        if held.filter(**_named(new)).exists():
            held.filter(**_named(old)).update(ended_at=moment)
        every = [model.objects.of(community).filter(**_named(old)) for model in (Consent, Request, Hold)]
        return sum(rows.update(**_named(new)) for rows in every)


def _named(subject: Subject) -> dict[str, object]:
    return {"subject_type": subject[0], "subject_id": subject[1]}
