"""What the page of a person or of a household shows of their sign-ups."""

from typing import Any

from django.db.models import Q

from huijia.core.people.models import Household, HouseholdMember, Person
from huijia.core.people.queries import holding
from huijia.core.signup.models import Signup
from huijia.kernel.accounts.access import Access

SHOWN = 10


def _shown(access: Access, which: Q) -> dict[str, Any] | None:
    rows = Signup.objects.of(access.community).filter(which).select_related("occasion")
    signups = list(rows.order_by("-pk")[:SHOWN])
    return {"signups": signups} if signups else None


def panel_of_person(person: Person, access: Access) -> dict[str, Any] | None:
    """The last ten; None where there are none. One statement."""
    return _shown(access, Q(person=person))


def panel_of_household(household: Household, access: Access) -> dict[str, Any] | None:
    """The same of all who belong to it today."""
    members = holding(HouseholdMember.objects.of(access.community).filter(household=household))
    return _shown(access, Q(person__in=members.values("person_id")))
