"""Phone numbers, citizen identity numbers (GB 11643-1999) and unified social credit codes (GB 32100-2015)."""

import re
import unicodedata
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from huijia.lib import clock

_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS: Final = "10X98765432"
_ID_FORM: Final = re.compile(r"[0-9]{17}[0-9X]")
_USCC_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_FORM: Final = re.compile(rf"[{_USCC_SIGNS}]{{18}}")

_FILL: Final = re.compile(r"[\s\-()\u2010-\u2015\u2212\u00b7.]+")
_ABROAD: Final = re.compile(r"^(?:(?:\+|00)86(?=[0-9])|86(?=1[3-9][0-9]{9}$))")
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE: Final = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([2-8][0-9]{6,7})")
_LOCAL: Final = re.compile(r"[2-8][0-9]{6,7}")
_SERVICE: Final = re.compile(r"1[0-2][0-9]|1[0-2][0-9]{3}|9[56][0-9]{3,4}|[48]00[0-9]{7}")
_EXTENSION: Final = re.compile(r"^(.*[0-9].*?)\s*(?:转|分机|ext\.?|x|#|,)\s*([0-9]{1,6})$", re.IGNORECASE)
_DASHED_EXTENSION: Final = re.compile(r"^(0[0-9]{2,3}-?[2-8][0-9]{6,7})-([0-9]{1,6})$")


def normal_phone(text: str) -> str:
    """One written form per number: `13812341234`, `0731-88881234`, `0731-88881234-801`, `88881234`, `12345`.

    Accepts +86, spaces, dashes, brackets and full-width digits. Raises `ValueError` with a message for the reader.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise ValueError(_("请填写电话号码。"))
    plain, extension = _split_extension(plain)
    digits = _ABROAD.sub("", _FILL.sub("", plain), count=1)
    number = _known_form(digits)
    if number is None or (extension and _MOBILE.fullmatch(number)):
        raise ValueError(_("电话号码不对，请填写 11 位手机号或带区号的座机号。"))
    return f"{number}-{extension}" if extension else number


def _split_extension(plain: str) -> tuple[str, str]:
    found = _EXTENSION.match(plain) or _DASHED_EXTENSION.match(plain)
    return (found[1], found[2]) if found else (plain, "")


def _known_form(digits: str) -> str | None:
    if digits.startswith("01") and _MOBILE.fullmatch(digits[1:]):
        digits = digits[1:]
    if _MOBILE.fullmatch(digits) or _LOCAL.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return digits
    if found := _LANDLINE.fullmatch(digits):
        return f"{found[1]}-{found[2]}"
    return None


def check_id_number(text: str) -> str:
    """The identity number in its written form (18 characters, capital X); raises `ValueError`.

    Checked are length, date of birth and check digit (GB 11643), never the area code: old areas stay valid.
    """
    number = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not _ID_FORM.fullmatch(number):
        raise ValueError(_("身份证号应为 18 位，最后一位可以是 X。"))
    birth = birth_date_of(number)
    if birth > clock.today():
        raise ValueError(_("身份证号里的出生日期不对。"))
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    if _ID_CHECKS[total % 11] != number[17]:
        raise ValueError(_("身份证号的校验位不对，请核对每一位数字。"))
    return number


def birth_date_of(number: str) -> date:
    """The date of birth in an 18-character identity number; raises `ValueError`."""
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ValueError(_("身份证号里的出生日期不对。")) from None
    if birth.year < 1850:
        raise ValueError(_("身份证号里的出生日期不对。"))
    return birth


def check_uscc(text: str) -> str:
    """The unified social credit code in its written form (18 characters); raises `ValueError` (GB 32100)."""
    code = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not _USCC_FORM.fullmatch(code):
        raise ValueError(_("统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）。"))
    total = sum(_USCC_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    if _USCC_SIGNS[-total % 31] != code[17]:
        raise ValueError(_("统一社会信用代码的校验位不对，请核对。"))
    return code
