"""What the counter asks of a login: appointments of today, offered places to tell, wishes for a day, time to note."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.core.signup.enums import State
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.due import Due
from huijia.lib import clock
from huijia.serve.counter import queries
from huijia.serve.counter.models import Booking


def due_for(access: Access, at: datetime) -> list[Due]:
    """At most three statements."""
    rows: list[Due] = []
    if access.may("counter.serve"):
        rows += _bookings(access, at) + _overtime(access, at)
    if access.may("counter.plan"):
        rows += _wishes(access, at)
    return rows


def _bookings(access: Access, at: datetime) -> list[Due]:
    """Those of today that are still to come, as one line; offered places of those who left no number, each."""
    start, end = queries.day_of(clock.local(at).date())
    today = Q(signup__occasion__starts_at__gte=start, signup__occasion__starts_at__lt=end)
    to_tell = Q(signup__state=State.OFFERED, signup__offer_ends_at__gt=at, signup__phone_hash="")
    found = Booking.objects.of(access.community).filter(
        (today & Q(signup__state__in=(State.SIGNED, State.OFFERED))) | to_tell
    )
    rows = list(found.select_related("signup__occasion", "service").order_by("signup__occasion__starts_at", "pk")[:100])
    coming = [row for row in rows if start <= row.signup.occasion.starts_at < end]
    due = []
    if coming:
        title = _("今天窗口预约还有 %(count)s 位没来") % {"count": len(coming)}
        first = coming[0].signup.occasion
        due.append(Due(title, reverse("counter:today"), first.starts_at, first.place_name))
    return due + [
        Due(
            _("窗口有空位了，没留电话，请当面告诉：%(service)s") % {"service": row.service.name},
            reverse("counter:opening", args=[row.opening_id]), row.signup.offer_ends_at, "",
        )
        for row in rows if row.signup.state == State.OFFERED and not row.signup.phone_hash
    ][:6]


def _overtime(access: Access, at: datetime) -> list[Due]:
    return [
        Due(
            _("记下加时：%(when)s") % {"when": row}, reverse("counter:opening", args=[row.pk]), None,
            row.counter.place_name,
        )
        for row in queries.without_overtime(access, at).select_related("counter")[:3]
    ]


def _wishes(access: Access, at: datetime) -> list[Due]:
    return [
        Due(
            _("%(count)s 位居民希望 %(day)s 加时，开不开") % {"count": row.count, "day": f"{row.day:%m-%d}"},
            reverse("counter:wishes"), datetime.combine(row.day, datetime.min.time(), clock.ZONE), "",
        )
        for row in queries.wanted_days(access.community, clock.local(at).date()) if row.is_enough
    ]
