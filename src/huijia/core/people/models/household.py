"""户: who lives together, and where."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models.dated import Dated, dated_right
from huijia.core.people.models.person import Person
from huijia.core.places.models import Dwelling
from huijia.kernel.communities.models import CommunityOwned


class Household(CommunityOwned):
    """户: those who live together. Its number is the office's own."""

    number = models.CharField(_("户号"), max_length=20)
    client_uuid = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="household_number_once"),
            models.UniqueConstraint(fields=["community", "client_uuid"], name="household_client_once"),
        ]

    def __str__(self) -> str:
        return self.number


class Residence(CommunityOwned, Dated):
    """Which household lives in which dwelling; of several homes at a time one is the main one."""

    is_main = models.BooleanField(_("主要住处"), default=True)
    household = models.ForeignKey(Household, models.PROTECT, related_name="residences")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="residences")

    class Meta:
        constraints = [dated_right("residence_dates")]
        indexes = [models.Index(fields=["dwelling", "starts_on"]), models.Index(fields=["household", "starts_on"])]


class HouseholdMember(CommunityOwned, Dated):
    """Who belongs to which household; exactly one head (户主) at a time is the verb's concern."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="households")
    relation = models.CharField(_("与户主关系"), max_length=20)
    is_head = models.BooleanField(_("户主"), default=False)

    class Meta:
        constraints = [dated_right("household_member_dates")]
        indexes = [models.Index(fields=["household", "starts_on"]), models.Index(fields=["person", "starts_on"])]
