"""职务: who holds which post, who looks after whom, who is away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import PostKind
from huijia.core.people.models.dated import Dated, dated_right
from huijia.core.people.models.household import Household
from huijia.core.people.models.person import Person
from huijia.core.places.models import Grid, Group
from huijia.kernel.communities.models import CommunityOwned


class Post(CommunityOwned, Dated):
    """职务. A matter's responsible person is a person in a post, so that the name stays true when posts change."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    kind = models.CharField(_("职务"), max_length=20, choices=PostKind.choices)
    title = models.CharField(_("分工"), max_length=40, blank=True)
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, blank=True, related_name="posts")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="posts")

    class Meta:
        ordering = ["id"]
        constraints = [dated_right("post_dates")]
        indexes = [
            models.Index(fields=["community", "kind", "starts_on"]),
            models.Index(fields=["person", "starts_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.person.name}({PostKind(self.kind).label})"


class Care(CommunityOwned, Dated):
    """Which member household (党员中心户) looks after which household."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="cares")
    household = models.ForeignKey(Household, models.PROTECT, related_name="cares")

    class Meta:
        constraints = [dated_right("care_dates")]
        indexes = [models.Index(fields=["household", "starts_on"]), models.Index(fields=["post", "starts_on"])]


class Absence(CommunityOwned):
    """Leave of a person with a deputy who acts *for* them on [starts_at, ends_at); both names are shown."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="deputy_for")
    starts_at = models.DateTimeField(_("自"))
    ends_at = models.DateTimeField(_("至"))
    reason = models.CharField(_("原因"), max_length=120)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_dates", condition=models.Q(ends_at__gt=models.F("starts_at"))),
            models.CheckConstraint(name="absence_other_deputy", condition=~models.Q(person=models.F("deputy"))),
        ]
        indexes = [models.Index(fields=["community", "ends_at"])]
