"""What a cell of the roster means. Each raises `ValueError` with a sentence for the reader."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from huijia.core.people.enums import DocumentKind
from huijia.core.people.roster import fields
from huijia.lib import clock, numbers
from huijia.lib.spreadsheet import lost_digits, parse_date, plain_text

NOTHING: Final = frozenset({
    "无", "没有", "暂无", "不详", "未知", "未办", "未办理", "否", "空",
    "-", "--", "—", "——", "/", "\\", "、", "N/A", "NA",
})
_SPLIT: Final = re.compile(r"[、,，;；/|\s]+")
_PASSPORT: Final = re.compile(r"(?:[EGPSD][0-9]{8}|E[A-Z][0-9]{7}|[A-Z]{2}[0-9]{7})")
_PERMIT: Final = re.compile(r"(?:[HM][0-9]{8}(?:[0-9]{2})?|[0-9]{8})")
_LABELLED: Final = re.compile(r"^(?:护照|通行证|港澳通行证|台胞证|军官证|证件号?)[::]?")
_POINT_NOUGHT: Final = re.compile(r"^([0-9]+)\.0+$")
_NUMBER_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

T = TypeVar("T")


def plain(value: Any) -> str:
    """A cell as text, full-width signs made plain; "" for the many ways of saying that there is nothing."""
    if value is None or value == "":
        return ""
    text = plain_text(value)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).strip()
    text = text.lstrip("'’")
    # What says nothing is short; the rest need not be looked up.
    return "" if len(text) < 8 and "".join(text.split()).upper() in NOTHING else text


def digits(value: Any) -> str:
    """A number kept as text: without a trailing .0 and spaces.

    Raises:
        ValueError: Excel has kept it as a number and lost its last digits.
    """
    if lost_digits(value):
        raise ValueError(_("后几位数字已丢失（Excel 写成了 1.23E+17），请把这一列设为文本后重新填写"))
    text = re.sub(r"\s", "", plain(value))
    found = _POINT_NOUGHT.match(text)
    return found[1] if found else text


def word(value: Any, known: Mapping[str, T]) -> T | None:
    """One of the known words; None for an empty cell."""
    text = re.sub(r"\s", "", plain(value)).upper()
    if not text:
        return None
    if text not in known:
        words = "、".join(dict.fromkeys(str(getattr(each, "label", each)) for each in known.values()))
        raise ValueError(_("看不懂“%(value)s”；可写：%(words)s") % {"value": text[:20], "words": words})
    return known[text]


def groups(value: Any) -> list[str]:
    """重点类别: several, parted by 、 or commas."""
    found = []
    for part in _SPLIT.split(plain(value)):
        if not part or part in NOTHING:
            continue
        if part not in fields.KEY_GROUPS:
            words = "、".join(dict.fromkeys(str(each.label) for each in fields.KEY_GROUPS.values()))
            text = _("重点类别里没有“%(value)s”；可写：%(words)s，别的请写进备注")
            raise ValueError(text % {"value": part[:20], "words": words})
        found.append(fields.KEY_GROUPS[part].value)
    return found


def day(value: Any) -> date | None:
    """A day that is not in the future; None for an empty cell."""
    if not plain(value):
        return None
    found = parse_date(value)
    if found > clock.today() + timedelta(days=1):
        raise ValueError(_("日期在将来"))
    if found.year < 1850:
        raise ValueError(_("日期太早，请检查年份"))
    return found


def phone(value: Any) -> str:
    """The first number of a cell; "" for none."""
    text = digits(value)
    if not text:
        return ""
    _unmasked(text)
    first = next((part for part in re.split(r"[、,，;；/|]", plain(value)) if part.strip()), text)
    return numbers.normal_phone(digits(first) or text)


def document(value: Any, kind_cell: Any = None) -> tuple[str, str]:
    """(kind, number). ("", "") for an empty cell, (NONE, "") for 无.

    An identity number of 15 digits, as issued until 1999, is given its century and check digit. What is no identity
    number must look like a passport or a permit, or be named in the column of kinds.
    """
    said = unicodedata.normalize("NFKC", plain_text(value)).strip()
    text = digits(value).upper()
    named = _named_kind(kind_cell)
    if not text:
        return (DocumentKind.NONE.value, "") if said or named == DocumentKind.NONE else ("", "")
    _unmasked(text)
    text = re.sub(r"[-()]", "", text)
    if named not in (None, DocumentKind.RESIDENT_ID, DocumentKind.NONE):
        return named.value, _LABELLED.sub("", text)
    if re.fullmatch("[0-9]{15}", text):
        return DocumentKind.RESIDENT_ID.value, _widened(text)
    other = _LABELLED.sub("", text)
    if other != text or _PASSPORT.fullmatch(other) or _PERMIT.fullmatch(other):
        kind = DocumentKind.PASSPORT if _PASSPORT.fullmatch(other) else DocumentKind.TRAVEL_PERMIT
        return (kind if _PASSPORT.fullmatch(other) or _PERMIT.fullmatch(other) else DocumentKind.OTHER).value, other
    return DocumentKind.RESIDENT_ID.value, numbers.check_id_number(text)


def _named_kind(cell: Any) -> DocumentKind | None:
    text = plain(cell)
    if plain_text(cell) and not text:
        return DocumentKind.NONE
    for part, kind in (
        ("身份证", DocumentKind.RESIDENT_ID), ("护照", DocumentKind.PASSPORT), ("台胞证", DocumentKind.TRAVEL_PERMIT),
        ("通行证", DocumentKind.TRAVEL_PERMIT), ("居住证", DocumentKind.TRAVEL_PERMIT),
    ):
        if part in text:
            return kind
    return DocumentKind.OTHER if text else None


def _widened(old: str) -> str:
    body = old[:6] + "19" + old[6:]
    total = sum(int(digit) * weight for digit, weight in zip(body, _NUMBER_WEIGHTS, strict=True))
    return numbers.check_id_number(body + "10X98765432"[total % 11])


def _unmasked(text: str) -> None:
    if "*" in text:
        raise ValueError(_("号码打了星号，看不出是谁；请用没有打星号的表"))
