"""What waits for whoever walks: how many doors are due, in one line that leads to them."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.core.people.queries import cared_by, is_office
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.due import Due
from huijia.lib import clock
from huijia.serve.visits import queries


def due_for(access: Access, at: datetime) -> list[Due]:
    """The office has the coverage instead: the doors of all are nobody's list."""
    if not access.may("visits.make") or (is_office(access) and not cared_by(access)):
        return []
    counted = queries.count_due(access, clock.local(at).date())
    if not counted.due:
        return []
    said = _("今日走访：%(due)s 户") if not counted.overdue else _("今日走访：%(due)s 户，其中超期 %(overdue)s 户")
    return [Due(said % {"due": counted.due, "overdue": counted.overdue}, reverse("visits:today"))]
