"""What a cell means: text of numbers, dates in the many ways people write them."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from huijia.lib.clock import ZONE

# Serial numbers count days from here (the 1900 system, right from 1900-03-01 on).
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 (a wall clock)
# 1908-03-18 to 2173-10-13; smaller numbers are years, larger ones 202405 or 20240501.
_SERIALS: Final = range(3_000, 100_000)
_DATE: Final = re.compile(
    r"([0-9]{4})\s*(?:[-/.]\s*|年\s*)([0-9]{1,2})(?:\s*(?:[-/.]\s*|月\s*)([0-9]{1,2})\s*日?|\s*月|[-/.])?"
)
_COMPACT: Final = re.compile(r"([12][0-9]{3})([01][0-9])([0-3][0-9])?(?![0-9])")
_SERIAL: Final = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_TIME: Final = re.compile(r"[T\s]*([0-9]{1,2})[:时点]([0-9]{1,2})(?:[:分]([0-9]{1,2}))?(?:\.[0-9]+)?\s*[分秒]?")
_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+")


def plain_text(value: object) -> str:
    """A cell's value as a person would type it: whole numbers without point or exponent, dates as 2024-05-01."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date | time) else str(value).strip()


def lost_digits(value: object) -> bool:
    """Whether a long number was kept as a number, so that digits after the fifteenth are gone (1.23E+17)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return abs(value) >= 1e15
    return isinstance(value, str) and bool(_SCIENTIFIC.fullmatch(value.strip()))


def parse_date(value: object) -> date:
    """A date from 2024-05-01, 2024/5/1, 2024.5.1, 2024年5月1日, 2024.5 (the first), 20240501, 45413 or a date cell.

    Raises `ValueError` with a message for the reader, also for an empty cell. A time of day is dropped.
    """
    return _wall_clock(value).date()


def parse_datetime(value: object) -> datetime:
    """Like `parse_date` with an optional time of day: aware, in UTC, read as the office's local time."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    return _wall_clock(value).replace(tzinfo=ZONE).astimezone(UTC)


def _wall_clock(value: object) -> datetime:
    if isinstance(value, datetime):
        return (value if value.tzinfo is None else value.astimezone(ZONE)).replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())
    shown = plain_text(value)
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _from_number(value)
        return _from_text(unicodedata.normalize("NFKC", shown))
    except (ValueError, OverflowError):
        if not shown:
            raise ValueError(_("请填写日期。")) from None
        message = _("看不懂这个日期：“%(value)s”，请写成 2024-05-01。")
        raise ValueError(message % {"value": shown[:30]}) from None


def _from_number(value: int | float) -> datetime:
    if int(value) in _SERIALS:
        moment = _EPOCH + timedelta(days=value)
        return (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    # 2024.1 in a number cell may have been 2024.10; the other months are certain.
    if isinstance(value, float) and repr(value).endswith(".1"):
        raise ValueError(value)
    return _from_text(plain_text(value))


def _from_text(text: str) -> datetime:
    if _SERIAL.fullmatch(text):
        return _from_number(float(text))
    found = _COMPACT.match(text) or _DATE.match(text)
    if not found:
        raise ValueError(text)
    year, month, day = found.groups()
    rest = text[found.end() :].strip()
    hour = _TIME.fullmatch(rest) if day else None
    if rest and not hour:
        raise ValueError(text)
    hours, minutes, seconds = (int(part or 0) for part in hour.groups()) if hour else (0, 0, 0)
    return datetime.combine(date(int(year), int(month), int(day or 1)), time(hours, minutes, seconds))
