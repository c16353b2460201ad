"""Hours as an iCalendar file (RFC 5545), for a phone's calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

LINE_OCTETS = 75
CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Event:
    """One entry. `uid` stays the same over its life, `sequence` rises with each change."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    cancelled: bool = False


def written(events: Iterable[Event], *, product: str, at: datetime, name: str = "") -> bytes:
    """The file; `at` is when it was made, `product` what of this system made it, `name` what the calendar is called."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Huijia//{product}//ZH", "CALSCALE:GREGORIAN"]
    if name:
        lines.append(f"X-WR-CALNAME:{_escaped(name)}")
    for event in events:
        lines += _event(event, at)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event, at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT", f"UID:{event.uid}", f"SEQUENCE:{event.sequence}", f"DTSTAMP:{_moment(at)}",
        f"DTSTART:{_moment(event.starts_at)}", f"DTEND:{_moment(event.ends_at)}", f"SUMMARY:{_escaped(event.summary)}",
        f"LOCATION:{_escaped(event.location)}", f"DESCRIPTION:{_escaped(event.description)}",
        *(["STATUS:CANCELLED"] if event.cancelled else []), "END:VEVENT",
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
