"""A telephone system's list of missed calls as text, read line by line.

Each line needs a number; its time may stand before or behind it. What holds no number is passed over and counted.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from huijia.lib import clock, numbers

MOST = 2000
_MOMENT: Final = re.compile(
    r"(?:(?P<year>20\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?|(?P<month2>\d{1,2})[-/月](?P<day2>\d{1,2})日?)?"
    r"[ T]*(?<!\d)(?P<hour>[01]?\d|2[0-3])[:时](?P<minute>[0-5]\d)(?:[:分](?P<second>[0-5]\d)秒?)?",
)
_NUMBER: Final = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?[2-8]\d{6,7}|[2-8]\d{6,7})(?!\d)"
)


@dataclass(frozen=True)
class Heard:
    phone: str
    called_at: datetime


@dataclass
class Read:
    """`skipped`: numbers of the lines (from 1) that hold no number to call back; empty ones do not count."""

    calls: list[Heard] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)


def read_lines(text: str, now: datetime) -> Read:
    """The calls of a pasted list. A time without a date is of today, or of yesterday where that would be to come."""
    return _read(text.splitlines(), now)


def _read(lines: Iterable[str], now: datetime) -> Read:
    read = Read()
    for number, line in enumerate(lines, start=1):
        plain = unicodedata.normalize("NFKC", line).strip()
        if not plain:
            continue
        heard = _heard(plain, now)
        if heard is None or len(read.calls) >= MOST:
            read.skipped.append(number)
        else:
            read.calls.append(heard)
    return read


def _heard(line: str, now: datetime) -> Heard | None:
    moment = _MOMENT.search(line)
    rest = line if moment is None else f"{line[: moment.start()]}  {line[moment.end() :]}"
    found = _NUMBER.search(rest)
    if found is None:
        return None
    try:
        phone = numbers.normal_phone(found[0])
    except ValueError:
        return None
    called = _moment(moment, now) if moment is not None else now
    return Heard(phone, called) if called is not None else None


def _moment(found: re.Match[str], now: datetime) -> datetime | None:
    here = clock.local(now)
    month, day = found["month"] or found["month2"], found["day"] or found["day2"]
    hour, minute = int(found["hour"]), int(found["minute"])
    try:
        if month is None:
            moment = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
            return moment if moment <= here + timedelta(minutes=5) else moment - timedelta(days=1)
        year = int(found["year"] or here.year)
        moment = datetime(year, int(month), int(day), hour, minute, tzinfo=clock.ZONE)
    except ValueError:
        return None
    if not found["year"] and moment > here + timedelta(days=1):
        moment = moment.replace(year=year - 1)
    return moment
