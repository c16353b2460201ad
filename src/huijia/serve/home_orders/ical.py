"""One's own agreed hours as an iCalendar file: what, when and where; nobody's name or number."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from huijia.lib import ical
from huijia.serve.home_orders.models import HomeOrder


def written(orders: Iterable[HomeOrder], *, at: datetime) -> bytes:
    """The file; `at` is when it was made. Orders without an agreed hour are left out."""
    events = [
        ical.Event(
            f"{order.uuid}@huijia", order.version, order.starts_at, order.ends_at,
            _("上门：%(service)s") % {"service": order.service.name}, order.place_name, f"#{order.ticket}",
        )
        for order in orders if order.starts_at is not None and order.ends_at is not None
    ]
    return ical.written(events, product="home orders", at=at)
