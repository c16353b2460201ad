"""Those who help together: 红色巡逻队, 青年突击队 and the like, as far as a matter can name a team as helper."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Dated, Person, dated_right
from huijia.kernel.communities.models import CommunityOwned


class Team(CommunityOwned, Dated):
    """志愿队伍."""

    name = models.CharField(_("名称"), max_length=40)
    purpose = models.CharField(_("做什么"), max_length=120, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="team_name_once"),
            dated_right("team_dates"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(CommunityOwned, Dated):
    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="teams")
    is_leader = models.BooleanField(_("队长"), default=False)

    class Meta:
        constraints = [dated_right("team_member_dates")]
        indexes = [models.Index(fields=["team", "starts_on"])]
