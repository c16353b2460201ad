"""Whom to ask today, for the health role alone; the line names nobody."""

from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.due import Due
from huijia.lib import clock
from huijia.serve.health import queries


def due_for(access: Access, at: datetime) -> list[Due]:
    """One statement."""
    if not access.may("health.measure"):
        return []
    day = clock.local(at).date()
    days = list(queries.due(access.community, day).values_list("due_on", flat=True)[:100])
    if not days:
        return []
    until = datetime.combine(days[0], time(17, 30), clock.ZONE)
    return [Due(_("健康角随访：%(count)s 位") % {"count": len(days)}, reverse("health:follow_ups"), until, "")]
