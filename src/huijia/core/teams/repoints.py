"""Team memberships of a double go over to the row that is kept."""

from django.utils.translation import gettext_lazy as _

from huijia.core.people import doubles
from huijia.core.people.doubles import Repoint
from huijia.core.people.models import Person
from huijia.core.people.queries import overlaps
from huijia.core.teams.models import TeamMember
from huijia.kernel.accounts.access import Access


def register() -> None:
    doubles.register(Repoint("teams", _("志愿队伍"), _count, _move, TeamMember, "person"))


def _count(person: Person) -> int:
    return TeamMember.objects.of(person.community_id).filter(person=person).count()


def _move(drop: Person, keep: Person, by: Access) -> int:
    """One membership of a team at a time: where both were in it, the kept one's counts."""
    rows = list(TeamMember.objects.of(by.community).filter(person=drop).order_by("pk"))
    for row in rows:
        same = TeamMember.objects.of(by.community).filter(person=keep, team=row.team_id)
        if overlaps(same, row.starts_on, row.ends_on):
            TeamMember.objects.of(by.community).filter(pk=row.pk).delete()
        else:
            row.person = keep
            row.save(update_fields=["person"])
    return len(rows)
