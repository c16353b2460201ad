"""What a password has to be: 等保 2.0 level 2 as the office reads it, or a passphrase."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORT, LONG, CLASSES = 10, 16, 3
# Without look-alikes (0 o, 1 l i), since it is read out or copied from paper.
_LETTERS, _DIGITS = "abcdefghjkmnpqrstuvwxyz", "23456789"


class MixedOrLong:
    """10 characters or more of three of the four classes (lower, upper, digit, other), or 16 or more of any.

    汉字 and other letters without case count as other.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if len(password) >= LONG and len(set(password)) > CLASSES:
            return
        if len(password) < SHORT or classes_in(password) < CLASSES:
            raise ValidationError(self.get_help_text(), code="password_too_weak")

    def get_help_text(self) -> str:
        return _("至少 10 位，并含大写字母、小写字母、数字、其他字符中的三类；或至少 16 位的一句话。")


def classes_in(password: str) -> int:
    """How many of the four classes occur."""
    return len({_class_of(character) for character in password})


def _class_of(character: str) -> str:
    if character.isdecimal():
        return "digit"
    return "lower" if character.islower() else "upper" if character.isupper() else "other"


def initial_password() -> str:
    """A first password such as `kfmr-3vqh-82cx`: 12 characters of 31, some 59 bits."""
    while True:
        drawn = "".join(secrets.choice(_LETTERS + _DIGITS) for _n in range(12))
        if classes_in(drawn) == 2:
            return "-".join(drawn[i : i + 4] for i in (0, 4, 8))
