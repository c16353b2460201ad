"""Personal data made unrecognisable: 138****1234, 3201**********123X, 张* (the project's rules on personal data)."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

# fmt: off
_COMPOUND_SURNAMES: Final = frozenset(
    {
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木",
        "百里", "呼延", "南宫", "司徒", "司空", "长孙", "宇文", "轩辕", "申屠", "太史", "公羊", "澹台",
        "赫连", "闻人", "钟离", "独孤", "拓跋", "西门", "东郭", "南门", "濮阳", "淳于", "单于", "仲孙",
        "万俟", "第五", "完颜", "纳兰",
    }
)
# fmt: on
_GAP: Final = r"[ \-]{0,2}"
_ID_NUMBER: Final = re.compile(rf"(?<![0-9])[1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx](?![0-9])")
_MONTH_DAY: Final = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_OLD_ID_NUMBER: Final = re.compile(rf"(?<![0-9])[1-9][0-9]{{7}}{_MONTH_DAY}[0-9]{{3}}(?![0-9])")
_MOBILE: Final = re.compile(rf"(?<![0-9])(?:(?:\+|00)?86{_GAP}|0{_GAP})?(1{_GAP}[3-9](?:{_GAP}[0-9]){{9}})(?![0-9])")
_LANDLINE: Final = re.compile(
    r"(?<![0-9])(?:\+?86[ \-]?)?\(?(0(?:10|2[0-9]|[3-9][0-9]{2}))\)?[ \-]{0,2}"
    r"([2-8][0-9]{2,3}[ \-]?[0-9]{4})(?![0-9])"
)
_NAMED_LANDLINE: Final = re.compile(
    r"((?:电话|座机|致电|拨打|联系方式|号码|固话|[Tt][Ee][Ll])[^0-9\n]{0,6})([2-8][0-9]{2,3}[ \-]?[0-9]{4})(?![0-9])"
)
_PUBLIC_NUMBER: Final = re.compile(r"1[0-2][0-9]|1[0-2][0-9]{3}|9[56][0-9]{3,4}|[48]00[0-9]{7}")
_ID_DATE: Final = re.compile(rf"[0-9]{{6}}(?:18|19|20)[0-9]{{2}}{_MONTH_DAY}")

# Full-width digits and the many dashes and spaces, each to one plain character, so that positions stay.
_PLAIN: Final = (
    {0xFF10 + digit: str(digit) for digit in range(10)}
    | {0xFF38: "X", 0xFF58: "x", 0xFF08: "(", 0xFF09: ")", 0xFF0B: "+"}
    | dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFF0D, 0x00B7, 0x2E, 0xFF0E, 0x5F], "-")
    | dict.fromkeys([0x09, 0xA0, 0x2002, 0x2003, 0x2009, 0x200B, 0x202F, 0x3000], " ")
)


def mask_phone(phone: str) -> str:
    """`138****1234`; a landline keeps area code and last two digits; public service numbers stay as they are."""
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", phone))
    if len(digits) > 11 and digits.removeprefix("00").startswith("86"):
        digits = digits.removeprefix("00")[2:]
    if _PUBLIC_NUMBER.fullmatch(digits):
        return digits
    if re.fullmatch(r"1[3-9][0-9]{9}", digits):
        return f"{digits[:3]}****{digits[-4:]}"
    if found := re.match(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([0-9]{7,})$", digits):
        return f"{found[1]}-{_tail(found[2])}"
    return _tail(digits)


def _tail(digits: str) -> str:
    return "*" * len(digits) if len(digits) < 5 else "*" * (len(digits) - 2) + digits[-2:]


def mask_name(name: str) -> str:
    """The surname and one star, so that not even the length shows: `张*`, `欧阳*`, `J*`."""
    name = name.strip()
    if not name:
        return ""
    surname = name[:2] if name[:2] in _COMPOUND_SURNAMES and len(name) > 2 else name[:1]
    return f"{surname}*"


def mask_id_number(number: str) -> str:
    """First four and last four of an identity number; of other documents the first and the last two characters."""
    plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", number)).upper()
    if len(plain) >= 15:
        return plain[:4] + "*" * (len(plain) - 8) + plain[-4:]
    if len(plain) >= 6:
        return plain[0] + "*" * (len(plain) - 3) + plain[-2:]
    return "*" * len(plain)


def mask_in_text(text: str) -> str:
    """Free text with phone and identity numbers masked, also when written with spaces, dashes or full-width digits.

    Subscriber numbers without an area code are masked only after a word like 电话, since dates and sums look alike.
    """
    for pattern, masked in (
        (_ID_NUMBER, _masked_id),
        (_OLD_ID_NUMBER, _masked_id),
        (_MOBILE, _masked_mobile),
        (_LANDLINE, _masked_landline),
        (_NAMED_LANDLINE, _masked_named),
    ):
        text = _replace(pattern, masked, text)
    return text


def _replace(pattern: re.Pattern[str], masked: Callable[[re.Match[str]], str | None], text: str) -> str:
    pieces, end = [], 0
    for found in pattern.finditer(text.translate(_PLAIN)):
        hidden = masked(found)
        if hidden is not None:
            pieces += [text[end : found.start()], hidden]
            end = found.end()
    return "".join(pieces) + text[end:] if pieces else text


def _masked_id(found: re.Match[str]) -> str | None:
    digits = re.sub(r"[ \-]", "", found[0])
    joined = len(digits) == len(found[0])
    return mask_id_number(digits) if joined or _ID_DATE.match(digits) else None


def _masked_mobile(found: re.Match[str]) -> str | None:
    groups = [len(group) for group in re.split(r"[ \-]+", found[1])]
    if min(groups) == 1 and max(groups) > 1:
        return None
    return mask_phone(found[1])


def _masked_landline(found: re.Match[str]) -> str:
    return mask_phone(found[1] + found[2])


def _masked_named(found: re.Match[str]) -> str:
    return found[1] + mask_phone(found[2])
