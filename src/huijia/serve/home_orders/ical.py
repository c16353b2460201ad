"""One's own agreed hours as an iCalendar file (RFC 5545): what, when and where; nobody's name or number."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from huijia.serve.home_orders.models import HomeOrder

LINE_OCTETS = 75


def written(orders: Iterable[HomeOrder], *, at: datetime) -> bytes:
    """The file; `at` is when it was made. Orders without an agreed hour are left out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Huijia//home orders//ZH", "CALSCALE:GREGORIAN"]
    for order in orders:
        if order.starts_at is not None and order.ends_at is not None:
            lines += _event(order, order.starts_at, order.ends_at, at)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(order: HomeOrder, starts_at: datetime, ends_at: datetime, at: datetime) -> list[str]:
    summary = _("上门：%(service)s") % {"service": order.service.name}
    return [
        "BEGIN:VEVENT", f"UID:{order.uuid}@huijia", f"SEQUENCE:{order.version}", f"DTSTAMP:{_moment(at)}",
        f"DTSTART:{_moment(starts_at)}", f"DTEND:{_moment(ends_at)}", f"SUMMARY:{_escaped(summary)}",
        f"LOCATION:{_escaped(order.place_name)}", f"DESCRIPTION:#{order.ticket}", "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """At most 75 octets a line, the rest behind a space on the next; no character is cut."""
    parts: list[str] = []
    part = ""
    for sign in line:
        if len((part + sign).encode()) > LINE_OCTETS - bool(parts):
            parts.append(part)
            part = ""
        part += sign
    return ("\r\n ".join([*parts, part]) + "\r\n").encode()
