"""What waits for who looks: hazards whose term ends within three days, and how many homes are to do."""

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.core.people.queries import cared_by, is_office
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.due import MOST, Due
from huijia.lib import clock
from huijia.serve.inspections import queries
from huijia.serve.inspections.enums import AGAIN, HazardState
from huijia.serve.inspections.models import Hazard


def due_for(access: Access, at: datetime) -> list[Due]:
    """The office sees hazards that are overdue; whoever walks sees theirs from three days before."""
    if not access.may("inspections.do"):
        return []
    today = clock.local(at).date()
    office = is_office(access)
    until = today if office else today + timedelta(days=4)
    homes = queries.my_homes(access)
    rows = Hazard.objects.of(access.community).filter(home__in=homes, state=HazardState.OPEN, due_on__lt=until)
    found = [
        Due(
            _("复查隐患：%(text)s") % {"text": row.said}, reverse("inspections:home", args=[row.home_id]),
            datetime.combine(row.due_on, time(23, 59), clock.ZONE), row.check_made.place_name,
        )
        for row in rows.select_related("check_made").order_by("due_on", "pk")[: MOST - 1]
    ]
    if not office or cared_by(access):
        running = homes.filter(campaign__closed_at=None, campaign__starts_on__lte=today, state__in=AGAIN)
        count = running.count()
        if count:
            found.append(Due(_("待安检：%(count)s 户") % {"count": count}, reverse("inspections:campaigns")))
    return found
