"""What a reader sees of a person or household: the office everything but sealed fields, neighbours what they need.

Whole names, key groups and phones show to the office and to who looks after the household; to others of the grid or
group a household shows masked. Documents, registered addresses and notes are for the office.
"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.template.loader import render_to_string

from huijia.core.people import panels
from huijia.core.people.models import Household, HouseholdMember, Person, Residence
from huijia.core.people.queries import cared_by, holding, homes_of, is_office, person_id_number, person_phone
from huijia.kernel.accounts.access import Access
from huijia.lib import masks

SEEING = ("people.view", "households.mine")


@dataclass(frozen=True)
class Sight:
    """`office`: reads the roster; `whole`: sees names, because of the office or of looking after the household."""

    office: bool
    whole: bool
    may_edit: bool
    may_call: bool

    def name(self, person: Person) -> str:
        return person.name if self.whole else masks.mask_name(person.name)


def household_of(access: Access, household_id: int) -> tuple[Household, Sight]:
    """
    Raises:
        Http404: none here, or not this reader's to know of.
    """
    household = Household.objects.of(access.community).filter(pk=household_id).first()
    if household is None:
        raise Http404
    if is_office(access):
        return household, _office(access)
    cared = cared_by(access)
    living = holding(Residence.objects.of(access.community).filter(household=household))
    if not living.filter(dwelling__in=homes_of(access, cared)).exists():
        raise Http404
    return household, _neighbour(access, household.pk in cared)


def person_of(access: Access, person_id: int) -> tuple[Person, Sight]:
    """
    Raises:
        Http404: none here, or not this reader's to know of.
    """
    rows = Person.objects.of(access.community).select_related("user", "merged_into")
    person = rows.filter(pk=person_id).first()
    if person is None:
        raise Http404
    if is_office(access):
        return person, _office(access)
    member = holding(HouseholdMember.objects.of(access.community).filter(person=person)).first()
    if member is None:
        raise Http404
    return person, household_of(access, member.household_id)[1]


def _office(access: Access) -> Sight:
    return Sight(True, True, access.may("people.edit"), access.may("contacts.reveal"))


def _neighbour(access: Access, cares: bool) -> Sight:
    return Sight(False, cares, False, cares or access.may("contacts.reveal"))


@dataclass(frozen=True)
class Drawn:
    """A panel of another room, ready for the page."""

    title: str
    html: str


def panels_of(request: HttpRequest, access: Access, subject: Person | Household, sight: Sight) -> list[Drawn]:
    """What other rooms add, for those who see whole names."""
    shown = panels.of(subject, access) if sight.whole else []
    return [Drawn(str(row.title), render_to_string(row.template, dict(row.context), request)) for row in shown]


def masked_phone(person: Person) -> str:
    return masks.mask_phone(person_phone(person)) if person.phone_sealed else ""


def phone_seen(person: Person, sight: Sight) -> str:
    """138****1234 for those who see names, else the last four digits alone; "" where none is known."""
    if sight.whole:
        return masked_phone(person)
    return f"*******{person.phone_tail}" if person.phone_tail else ""


def masked_id(person: Person) -> str:
    return masks.mask_id_number(person_id_number(person)) if person.id_sealed else ""


def masked_address(address: str) -> str:
    """The province or city of a registered address, enough to see that one is kept."""
    return f"{address[:3]}****" if len(address) > 3 else "****" if address else ""
