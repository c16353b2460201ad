"""Somebody comes onto the roster, and what is known of them is put right."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people import findable
from huijia.core.people.actions import facts as columns
from huijia.core.people.actions.journal import Journal
from huijia.core.people.actions.texts import set_phone, short_text
from huijia.core.people.enums import ChangeKind
from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock


class Unsure(Refusal):
    """What is written may be wrong (`doubts`: contradictions, people who may be the same): asked once, then kept."""

    def __init__(self, doubts: Sequence[Refusal], alike: Sequence[Person] = ()) -> None:
        first = doubts[0]
        super().__init__(first.message, field=first.field, code="unsure")
        self.doubts = list(doubts)
        self.alike = list(alike)


def add_person(*, name: str, phone: str, by: Access) -> Person:
    """One more person on the roster for a post; who stands there with this name and number already is given back.

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
            name=person.name, phone_hash=person.phone_hash, merged_into=None, died_on=None
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


def register_person(
    facts: Mapping[str, Any], *, by: Access, uuid: UUID | None = None, sure: bool = False, at: datetime | None = None
) -> Person:
    """A new person with what is known of them (`facts.LABELS`). The same `uuid` again gives the same person.

    Raises:
        Unsure: contradictions, or somebody alike is on the roster; `sure` keeps it as it is written.
        Refusal: no right to, a field that cannot be used, or the document stands on the roster already.
    """
    by.require("people.edit")
    person = Person(community=by.community, client_uuid=uuid)
    columns.fill(person, facts)
    moment = at or clock.now()
    person.updated_on = clock.local(moment).date()
    with transaction.atomic():
        if uuid is not None:
            again = Person.objects.of(by.community).filter(client_uuid=uuid).first()
            if again is not None:
                return _same(again, person)
        _ask(person, by, sure)
        person.save(force_insert=True)
        journal = Journal(by)
        journal.made(person)
        journal.keep(ChangeKind.REGISTERED, person=person, on=person.updated_on, at=moment)
        _say_groups(person, [], by, moment)
    return person


def _same(again: Person, written: Person) -> Person:
    if (again.name, again.phone_hash, again.id_hash) != (written.name, written.phone_hash, written.id_hash):
        raise Conflict(_("这一页已经登记过另一个人，请重新打开再填"))
    return again


def _ask(person: Person, by: Access, sure: bool) -> None:
    taken = _with_document(person, by)
    if taken is not None:
        says = _("这个证件号码名册上已有：%(name)s") % {"name": taken.name}
        refusal = Refusal(says, field="id_number", code="known")
        raise refusal
    if sure:
        return
    alike = alike_on_roster(person, by)
    doubts = columns.contradictions(person)
    if alike:
        doubts.append(Refusal(_("名册上有同名、同电话或同生日的人，请看是不是同一个人"), field="name", code="alike"))
    if doubts:
        raise Unsure(doubts, alike)


def _with_document(person: Person, by: Access) -> Person | None:
    if not person.id_hash:
        return None
    rows = Person.objects.of(by.community).filter(id_hash=person.id_hash, merged_into=None).exclude(pk=person.pk)
    return rows.order_by("pk").first()


def alike_on_roster(person: Person, by: Access) -> list[Person]:
    """People of the same name with the same phone or birth date, at most five."""
    rows = Person.objects.of(by.community).filter(name=person.name, merged_into=None).exclude(pk=person.pk)
    found = rows.order_by("pk")[:50]
    return [
        row for row in found
        if (row.phone_hash and row.phone_hash == person.phone_hash) or (row.born_on and row.born_on == person.born_on)
    ][:5]


def correct_person(
    person: Person, facts: Mapping[str, Any], *, by: Access, sure: bool = False, at: datetime | None = None
) -> list[str]:
    """Puts right what is given of a person; returns the names of the fields that changed, [] for none.

    The ledger names the fields and never what stood or stands in them.

    Raises:
        Unsure: what is written now contradicts the identity number; `sure` keeps it.
        Refusal: no right to, merged into another row, or a field that cannot be used.
    """
    by.require("people.edit")
    moment = at or clock.now()
    with transaction.atomic():
        now = living_row(person, by)
        groups = list(now.key_groups)
        changed = columns.fill(now, facts)
        if not changed:
            return []
        if "id_number" in changed and (taken := _with_document(now, by)) is not None:
            says = _("这个证件号码名册上已有：%(name)s") % {"name": taken.name}
            raise Refusal(says, field="id_number", code="known")
        doubts = columns.contradictions(now) if {"born_on", "sex", "id_number"} & set(changed) else []
        if doubts and not sure:
            raise Unsure(doubts)
        now.updated_on = clock.local(moment).date()
        now.save()
        ledger.record(
            "people.corrected", subject=("person", now.pk), by=by.actor(), community_id=by.community.pk, at=moment,
            data={"fields": ",".join(changed)}, personal={"name": now.name},
        )
        _say_groups(now, groups, by, moment)
        findable.refresh(by.community, persons=[now.pk], households=_headed(now))
    return changed


def living_row(person: Person, by: Access) -> Person:
    """The row as it is now, locked.

    Raises:
        Refusal: of another community, or merged into another.
    """
    now = Person.objects.of(by.community).select_for_update(of=("self",)).filter(pk=person.pk).first()
    if now is None:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    if now.merged_into_id is not None:
        raise Refusal(_("这一条已并入另一条，请在那一条上办理"), code="merged")
    return now


def _headed(person: Person) -> list[int]:
    return list(person.households.filter(is_head=True, ends_on=None).values_list("household_id", flat=True))


def _say_groups(person: Person, before: list[str], by: Access, at: datetime) -> None:
    """Who set which key group stands in the ledger, in the part that can be shredded."""
    if before == person.key_groups:
        return
    ledger.record(
        "people.groups_set", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk, at=at,
        personal={
            "name": person.name, "added": ",".join(group for group in person.key_groups if group not in before),
            "removed": ",".join(group for group in before if group not in person.key_groups),
        },
    )
