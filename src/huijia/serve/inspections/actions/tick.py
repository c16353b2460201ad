"""Hazards whose term has run out: who found them is told once."""

from datetime import datetime

from django.db import transaction

from huijia.lib import clock
from huijia.serve.inspections import notices
from huijia.serve.inspections.enums import HazardState
from huijia.serve.inspections.models import Hazard

CHUNK = 500


def tick(at: datetime | None = None) -> int:
    """Of how many hazards somebody was told. Two ticks at once tell once."""
    moment = at or clock.now()
    rows = Hazard.objects.everywhere().filter(
        state=HazardState.OPEN, due_on__lt=clock.local(moment).date(), reminded_at=None
    )
    done = 0
    for hazard in rows.select_related("check_made").order_by("due_on", "pk")[:CHUNK]:
        with transaction.atomic():
            if rows.filter(pk=hazard.pk).update(reminded_at=moment):
                notices.tell_inspector(hazard)
                done += 1
    return done
