"""Columns as they are written: cleaned, sealed, hashed."""

from huijia.core.people.models import Person
from huijia.core.people.queries import phone_hash
from huijia.kernel.communities.errors import Refusal
from huijia.lib import crypto, numbers, text


def set_phone(person: Person, phone: str) -> None:
    """Fills the three phone columns of an unsaved or loaded person. ValueError where it is no phone number."""
    number = numbers.normal_phone(phone)
    person.phone_sealed = crypto.seal(number)
    person.phone_hash = phone_hash(number)
    person.phone_tail = number[-4:]


def short_text(written: str, field: str, limit: int = 40) -> str:
    """
    Raises:
        Refusal: longer than `limit` characters.
    """
    try:
        return text.clean(written, limit)
    except ValueError as error:
        raise Refusal(str(error), field=field) from error
