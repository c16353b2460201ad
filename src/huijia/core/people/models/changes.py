"""What verbs changed on the roster, so that a wrong entry can be taken back; and who is not the same person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import ChangeKind
from huijia.core.people.models.household import Household
from huijia.core.people.models.person import Person
from huijia.kernel.communities.models import CommunityOwned


class Change(CommunityOwned):
    """变动: one verb's doing. `rows` holds each row as it was and as it was left: ids and dates, no names.

    Taken back only while every row still stands as the verb left it.
    """

    kind = models.CharField(_("变动"), max_length=12, choices=ChangeKind.choices)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="changes")
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="changes")
    happened_on = models.DateField(_("日期"))
    made_at = models.DateTimeField()
    made_label = models.CharField(max_length=80)
    rows = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["person", "-id"]), models.Index(fields=["household", "-id"])]


class Distinct(CommunityOwned):
    """不是同一人: somebody looked at two alike rows and said so. The lower id is `left`."""

    left = models.ForeignKey(Person, models.CASCADE, related_name="+")
    right = models.ForeignKey(Person, models.CASCADE, related_name="+")
    said_label = models.CharField(max_length=80)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="distinct_once"),
            models.CheckConstraint(name="distinct_in_order", condition=models.Q(left__lt=models.F("right"))),
        ]
