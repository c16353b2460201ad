"""Looks at what lists mask; each leaves an entry."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.actions.texts import short_text
from huijia.core.people.models import Person
from huijia.core.people.queries import cares_for, person_id_number, person_phone
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger


def _registered_address(person: Person) -> str:
    return person.registered_address


REVEALED: dict[str, Callable[[Person], str]] = {
    "phone": person_phone, "id_number": person_id_number, "registered_address": _registered_address,
}


def reveal_phone(person: Person, *, reason: str, by: Access) -> str:
    """One number in the clear, one ledger entry. Who looks after a household may call its people."""
    if not cares_for(by, person):
        by.require("contacts.reveal")
    with transaction.atomic():
        ledger.record(
            "people.phone_revealed", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk,
            data={"reason": reason},
        )
    return person_phone(person)


def reveal_field(person: Person, *, field: str, reason: str, by: Access) -> str:
    """One masked field of a person in the clear, one ledger entry with the reason.

    Raises:
        Refusal: no right to, or no reason. Documents and registered addresses are for the office only.
    """
    if person.community_id != by.community.pk or field not in REVEALED:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    why = short_text(reason, "reason", 120)
    if not why:
        raise Refusal(_("请写明为什么要看"), field="reason")
    if field == "phone":
        return reveal_phone(person, reason=why, by=by)
    by.require("people.view")
    by.require("contacts.reveal")
    with transaction.atomic():
        ledger.record(
            "people.field_revealed", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk,
            data={"field": field, "reason": why},
        )
    return REVEALED[field](person)
