"""Every write of people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Absence, Household, HouseholdMember, Person, Residence
from huijia.core.people.posts import end_care, end_post, give_post, look_after, short_text
from huijia.core.people.queries import cares_for, person_phone, phone_hash
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User
from huijia.kernel.accounts.queries import users_of
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock, crypto, numbers

__all__ = [
    "HouseholdDraft", "add_households", "add_person", "cancel_absence", "end_care", "end_post", "give_post",
    "link_login", "look_after", "reveal_phone", "set_absence", "set_phone", "unlink_login",
]


def set_phone(person: Person, phone: str) -> None:
    """Fills the three phone columns of an unsaved or loaded person. ValueError where it is no phone number."""
    number = numbers.normal_phone(phone)
    person.phone_sealed = crypto.seal(number)
    person.phone_hash = phone_hash(number)
    person.phone_tail = number[-4:]


def link_login(person: Person, *, user: User, by: Access) -> None:
    """Says which login a person on the roster has; one login is one person in a community. Twice changes nothing.

    Raises:
        Refusal: no right to, a login without any role here, or one of the two is tied to another already.
    """
    by.require("accounts.manage")
    with transaction.atomic():
        now = Person.objects.of(by.community).select_for_update().get(pk=person.pk)
        if now.user_id == user.pk:
            return
        if now.user_id is not None:
            raise Refusal(_("此人已关联别的账号；要换，请先解除"), field="user", code="linked")
        if not users_of(by.community).filter(pk=user.pk).exists():
            raise Refusal(_("这个账号在本社区没有角色"), field="user", code="no_role")
        if Person.objects.of(by.community).filter(user=user).exists():
            raise Refusal(_("这个账号已关联名册上的另一个人"), field="user", code="taken")
        Person.objects.of(by.community).filter(pk=person.pk).update(user=user)
        _record_login("people.login_linked", person, user, by)
    person.user = user


def unlink_login(person: Person, *, by: Access) -> None:
    """The login no longer stands for this person; posts stay as they are. Doing it twice changes nothing."""
    by.require("accounts.manage")
    with transaction.atomic():
        now = Person.objects.of(by.community).select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
        if now.user is None:
            return
        Person.objects.of(by.community).filter(pk=person.pk).update(user=None)
        _record_login("people.login_unlinked", person, now.user, by)
    person.user = None


def _record_login(kind: str, person: Person, user: User, by: Access) -> None:
    ledger.record(
        kind, subject=("person", person.pk), by=by.actor(), community_id=by.community.pk, data={"login": user.username}
    )


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
        there = Person.objects.of(by.community).filter(name=person.name, phone_hash=person.phone_hash)
        known = there.order_by("pk").first()
        if known is not None:
            return known
        person.save(force_insert=True)
        ledger.record(
            "people.person_added", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk,
            personal={"name": person.name},
        )
    return person


@dataclass
class HouseholdDraft:
    """One household to be entered: who is in it (the head first), and where it lives."""

    number: str
    dwelling: Dwelling
    members: list[tuple[Person, str]]
    since: date


def add_households(drafts: Iterable[HouseholdDraft], *, by: Access) -> list[Household]:
    """Bulk verb: households with their people, all in one transaction and one ledger entry."""
    by.require("settings.edit")
    made = list(drafts)
    community = by.community
    with transaction.atomic():
        households = Household.objects.bulk_create(
            [Household(community=community, number=draft.number) for draft in made], batch_size=500
        )
        people = [person for draft in made for person, _relation in draft.members]
        for person in people:
            person.community = community
        Person.objects.bulk_create(people, batch_size=500)
        HouseholdMember.objects.bulk_create(
            [
                HouseholdMember(
                    community=community, household=household, person=person, relation=relation, is_head=place == 0,
                    starts_on=draft.since,
                )
                for household, draft in zip(households, made, strict=True)
                for place, (person, relation) in enumerate(draft.members)
            ],
            batch_size=500,
        )
        Residence.objects.bulk_create(
            [
                Residence(community=community, household=household, dwelling=draft.dwelling, starts_on=draft.since)
                for household, draft in zip(households, made, strict=True)
            ],
            batch_size=500,
        )
        ledger.record(
            "people.roster_added", subject=("community", community.pk), by=by.actor(), community_id=community.pk,
            data={"count": len(people), "households": len(households)},
        )
    return households


def set_absence(
    person: Person, *, deputy: Person, starts_at: datetime, ends_at: datetime, reason: str, by: Access
) -> Absence:
    """Leave with a deputy; set by the person or by who may assign. A deputy is never absent at the same time."""
    if person.pk not in by.person_ids:
        by.require("matters.assign")
    if ends_at <= starts_at:
        raise Refusal(_("结束时间须晚于开始时间"), field="ends_at")
    if deputy.pk == person.pk:
        raise Refusal(_("代理人不能是本人"), field="deputy")
    with transaction.atomic():
        open_rows = Absence.objects.of(by.community).filter(
            starts_at__lt=ends_at, ends_at__gt=starts_at, cancelled_at=None
        )
        if open_rows.filter(person=person).exists():
            raise Refusal(_("这段时间已登记请假"), field="starts_at")
        if open_rows.filter(person=deputy).exists():
            raise Refusal(_("代理人这段时间也请假"), field="deputy")
        absence = Absence.objects.create(
            community=by.community, person=person, deputy=deputy, starts_at=starts_at, ends_at=ends_at, reason=reason
        )
        ledger.record(
            "people.absence_set", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk,
            data={"reason": reason}, personal={"deputy": deputy.name},
        )
    return absence


def cancel_absence(absence: Absence, *, by: Access, at: datetime | None = None) -> None:
    """The person is back early. Doing it twice changes nothing."""
    if absence.person_id not in by.person_ids:
        by.require("matters.assign")
    with transaction.atomic():
        rows = Absence.objects.of(by.community).filter(pk=absence.pk, cancelled_at=None)
        if rows.update(cancelled_at=at or clock.now()):
            ledger.record(
                "people.absence_cancelled", subject=("person", absence.person_id), by=by.actor(),
                community_id=by.community.pk,
            )


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
