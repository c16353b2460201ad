"""Somebody comes onto the roster."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people import findable
from huijia.core.people.actions.texts import set_phone, short_text
from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger


def add_person(*, name: str, phone: str, by: Access) -> Person:
    """One more person on the roster; who stands there with this name and number already is given back.

    Raises:
        Refusal: no right to, no name, or no phone number.
    """
    by.require("settings.edit")
    person = Person(community=by.community, name=short_text(name, "name"))
    if not person.name:
        raise Refusal(_("请填写姓名"), field="name")
    try:
        set_phone(person, phone)
    except ValueError as error:
        raise Refusal(str(error), field="phone") from error
    with transaction.atomic():
        there = Person.objects.of(by.community).filter(
            name=person.name, phone_hash=person.phone_hash, merged_into=None
        )
        known = there.order_by("pk").first()
        if known is not None:
            return known
        person.save(force_insert=True)
        ledger.record(
            "people.person_added", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk,
            personal={"name": person.name},
        )
        findable.refresh(by.community, persons=[person.pk])
    return person
