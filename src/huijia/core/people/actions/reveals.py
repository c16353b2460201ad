"""Looks at what lists mask; each leaves an entry."""

from django.db import transaction

from huijia.core.people.models import Person
from huijia.core.people.queries import cares_for, person_phone
from huijia.kernel.accounts.access import Access
from huijia.kernel.ledger import actions as ledger


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
