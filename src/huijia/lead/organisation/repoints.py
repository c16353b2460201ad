"""When two rows of the residents' roster are one person, a party member goes over to the row that is kept.

Unseen: who merges residents need not be one who may know who is a member, so it is neither named nor counted.
"""

from django.utils.translation import gettext_lazy as _

from huijia.core.people import doubles
from huijia.core.people.doubles import Repoint
from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.lead.organisation.models import PartyMember


def register() -> None:
    doubles.register(Repoint("rosters", _("其他名册"), _count, _move, PartyMember, "person"))


def _count(person: Person) -> int:
    return 0


def _move(drop: Person, keep: Person, by: Access) -> int:
    PartyMember.objects.of(by.community).filter(person=drop).update(person=keep)
    return 0
