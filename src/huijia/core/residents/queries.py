"""Reads used more than once."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from huijia.core.people.models import HouseholdMember, Person, Residence
from huijia.core.people.queries import holding
from huijia.core.residents.models import Admission, Mandate, ResidentLogin
from huijia.kernel.communities.models import Community
from huijia.lib import clock


def mandates_for_agent(community: Community, phone_hash: str, day: date | None = None) -> QuerySet[Mandate]:
    """Under which whoever has this number may act today."""
    rows = Mandate.objects.of(community).filter(agent_phone_hash=phone_hash, withdrawn_at=None)
    return holding(rows, day).filter(person__died_on=None).select_related("person").order_by("pk")


def mandates_of(person: Person) -> QuerySet[Mandate]:
    """What this person has ever let others do, the latest first."""
    return Mandate.objects.of(person.community_id).filter(person=person).select_related("person").order_by("-pk")


def live_mandates(community: Community, day: date | None = None) -> QuerySet[Mandate]:
    rows = Mandate.objects.of(community).filter(withdrawn_at=None)
    return holding(rows, day).select_related("person").order_by("-pk")


def open_login_of(person: Person) -> ResidentLogin | None:
    return ResidentLogin.objects.of(person.community_id).filter(person=person, closed_at=None).first()


def heads_without_login(community: Community, grid_id: int) -> QuerySet[Person]:
    """Heads of the households that live in a grid today, who have neither login nor a code that is still good."""
    homes = holding(Residence.objects.of(community).filter(dwelling__grid_id=grid_id))
    heads = holding(HouseholdMember.objects.of(community).filter(is_head=True, household__in=homes.values("household")))
    waiting = Admission.objects.of(community).filter(used_at=None, revoked_at=None, expires_at__gt=clock.now())
    logins = ResidentLogin.objects.of(community).filter(closed_at=None, person__isnull=False)
    rows = Person.objects.of(community).filter(pk__in=heads.values("person"), died_on=None, merged_into=None)
    known = Q(pk__in=logins.values("person")) | Q(pk__in=waiting.filter(person__isnull=False).values("person"))
    return rows.exclude(known).order_by("pk")
