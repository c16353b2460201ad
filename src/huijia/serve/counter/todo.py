"""What the counter asks of a login: appointments of today, offered places to tell, wishes for a day, time to note."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.core.signup.enums import State
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.due import Due
from huijia.lib import clock
from huijia.serve.counter import queries
from huijia.serve.counter.models import Booking


def due_for(access: Access, at: datetime) -> list[Due]:
    """At most four statements."""
    rows: list[Due] = []
    if access.may("counter.serve"):
        rows += _today(access, at) + _to_tell(access, at) + _overtime(access, at)
    if access.may("counter.plan"):
        rows += _wishes(access, at)
    return rows


def _today(access: Access, at: datetime) -> list[Due]:
    coming = queries.expected(access, clock.local(at).date())
    coming = [row for row in coming if row.signup.state != State.ABSENT]
    if not coming:
        return []
    first = coming[0].signup.occasion
    title = _("今天窗口预约还有 %(count)s 位没来") % {"count": len(coming)}
    return [Due(title, reverse("counter:today"), first.starts_at, first.place_name)]


def _to_tell(access: Access, at: datetime) -> list[Due]:
    rows = Booking.objects.of(access.community).filter(
        signup__state=State.OFFERED, signup__offer_ends_at__gt=at, signup__phone_hash=""
    )
    return [
        Due(
            _("窗口有空位了，没留电话，请当面告诉：%(service)s") % {"service": row.service.name},
            reverse("counter:opening", args=[row.opening_id]), row.signup.offer_ends_at, "",
        )
        for row in rows.select_related("signup", "service").order_by("signup__offer_ends_at")[:6]
    ]


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
