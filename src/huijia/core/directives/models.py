"""街道交办: a task that the street hands to communities, and the copy that each of them has."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.directives.enums import Stage, State, Wants
from huijia.core.matters.models import Matter
from huijia.kernel.communities.models import CommunityOwned, Street


class Directive(models.Model):
    """交办. Belongs to a street, above the communities; holds nothing about residents."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    street = models.ForeignKey(Street, models.PROTECT, related_name="directives")
    title = models.CharField(_("标题"), max_length=80)
    text = models.TextField(_("内容"))
    wants = models.CharField(_("要什么答复"), max_length=8, choices=Wants.choices)
    unit = models.CharField(_("单位"), max_length=10, blank=True)
    due_at = models.DateTimeField(_("截止时间"))
    remind_first_at = models.DateTimeField(_("第一次提醒"), null=True, blank=True)
    remind_second_at = models.DateTimeField(_("第二次提醒"), null=True, blank=True)
    stage = models.CharField(_("状态"), max_length=10, choices=Stage.choices, default=Stage.OPEN)
    handed_at = models.DateTimeField(_("交办时间"))
    handed_by_label = models.CharField(_("交办人"), max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["street", "stage", "-id"], name="directive_by_stage")]

    def __str__(self) -> str:
        return self.title


class DirectiveCopy(CommunityOwned):
    """What one community has of it. `word` is the street's last word to it, `returned_reason` why it was given back."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="copies")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.SENT)
    received_at = models.DateTimeField(_("接收时间"), null=True, blank=True)
    received_by_label = models.CharField(max_length=80, blank=True)
    returned_reason = models.CharField(_("退回理由"), max_length=300, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    word = models.CharField(_("街道的话"), max_length=300, blank=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="directive_copies")
    answer = models.TextField(_("答复"), blank=True)
    number = models.DecimalField(_("数字"), max_digits=14, decimal_places=2, null=True, blank=True)
    is_done = models.BooleanField(_("办了"), null=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by_label = models.CharField(max_length=80, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(_("催办时间"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["directive", "community"], name="directive_once_a_community")]
        indexes = [models.Index(fields=["community", "state", "-id"], name="directive_copy_by_state")]

    def __str__(self) -> str:
        return f"{self.directive_id} {self.community_id}"


class Taking(CommunityOwned):
    """Who at the street looks after an escalated matter, from when; `paused_at` says which escalation of it."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="street_takings")
    paused_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    taken_by_id = models.BigIntegerField()
    taken_by_label = models.CharField(max_length=80)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["matter", "paused_at"], name="escalation_taken_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.taken_by_label}"
