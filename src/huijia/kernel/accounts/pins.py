"""What a PIN has to be: six digits that nobody guesses in five tries."""

from django.utils.translation import gettext as _

from huijia.kernel.accounts.errors import Refusal

LENGTH = 6
TRIES = 5
_FEWEST_DIGITS = 3
_RUN = "01234567890123456789"


def fit_pin(text: str, phone: str = "") -> str:
    """The PIN as it is stored (digits only).

    Raises:
        Refusal: not six digits, or one of those that are tried first.
    """
    pin = text.strip()
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdecimal()):
        raise Refusal(_("PIN 是 6 位数字。"), field="pin", code="bad_pin")
    if is_trivial(pin) or (phone and pin in phone):
        text = _("这个 PIN 太好猜，请换一个；不要连号、重复，也不要用手机号里的数字。")
        raise Refusal(text, field="pin", code="trivial")
    return pin


def is_trivial(pin: str) -> bool:
    """Few different digits, a run up or down, or one half (or third) repeated."""
    if len(set(pin)) < _FEWEST_DIGITS or pin in _RUN or pin[::-1] in _RUN:
        return True
    return pin[:3] == pin[3:] or pin[:2] * 3 == pin
