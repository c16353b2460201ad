"""Every write of teams."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.core.people.queries import overlaps
from huijia.core.teams.models import Team, TeamMember
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger


def found(*, name: str, purpose: str, starts_on: date, by: Access) -> Team:
    by.require("settings.edit")
    with transaction.atomic():
        team = Team.objects.create(community=by.community, name=name, purpose=purpose, starts_on=starts_on)
        ledger.record(
            "teams.founded", subject=("team", team.pk), by=by.actor(), community_id=by.community.pk,
            data={"team": name},
        )
    return team


def join(team: Team, *, person: Person, starts_on: date, by: Access, is_leader: bool = False) -> TeamMember:
    """Takes a person into a team; being in it already on one of these days is refused."""
    by.require("settings.edit")
    with transaction.atomic():
        rows = TeamMember.objects.of(by.community).filter(team=team, person=person)
        if overlaps(rows, starts_on, None):
            raise Refusal(_("此人已在队中"), field="person")
        member = TeamMember.objects.create(
            community=by.community, team=team, person=person, starts_on=starts_on, is_leader=is_leader
        )
        ledger.record(
            "teams.joined", subject=("team", team.pk), by=by.actor(), community_id=by.community.pk,
            data={"team": team.name}, personal={"name": person.name},
        )
    return member
