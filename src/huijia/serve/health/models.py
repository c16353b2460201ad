"""健康角: what was measured, sealed; and who is to be asked how they are."""

import json
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock, crypto
from huijia.serve.health import thresholds
from huijia.serve.health.enums import FollowState, Kind, Outcome


class Reading(CommunityOwned):
    """测量: one reading. The values are sealed, and so is what they mean; nothing of them stands in the clear.

    `person` None: measured without a name. `void_at`: typed wrongly, the values were removed then. A reading is not
    carried along when a community takes all its data (`carried_whole`): only the person and the health role see it.
    """

    carried_whole: ClassVar[bool] = False

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="health_readings")
    kind = models.CharField(_("测什么"), max_length=10, choices=Kind.choices)
    values_sealed = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(_("测量时间"))
    recorded_at = models.DateTimeField(default=clock.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_label = models.CharField(_("谁测的"), max_length=80, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("测量")
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["community", "person", "at", "id"], name="reading_of_person"),
            models.Index(fields=["community", "at", "id"], name="reading_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def values(self) -> thresholds.Values | None:
        """None where they were removed."""
        if not self.values_sealed:
            return None
        return thresholds.unpacked(json.loads(crypto.open_sealed(self.values_sealed)))


class FollowUp(CommunityOwned):
    """随访: somebody who was advised to see a doctor is asked again on `due_on`. `note` is sealed."""

    carried_whole: ClassVar[bool] = False

    person = models.ForeignKey(Person, models.PROTECT, related_name="health_follow_ups")
    state = models.CharField(_("状态"), max_length=10, choices=FollowState.choices, default=FollowState.OPEN)
    due_on = models.DateField(_("哪天问"))
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, blank=True)
    note_sealed = models.CharField(max_length=1000, blank=True)
    by_label = models.CharField(_("谁问的"), max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("随访")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="follow_up_open_once", condition=Q(state=FollowState.OPEN)
            )
        ]
        indexes = [
            models.Index(
                fields=["community", "due_on", "id"], name="follow_up_due", condition=Q(state=FollowState.OPEN)
            )
        ]

    def __str__(self) -> str:
        return f"{self.due_on}"

    @property
    def note(self) -> str:
        return crypto.open_sealed(self.note_sealed) if self.note_sealed else ""
