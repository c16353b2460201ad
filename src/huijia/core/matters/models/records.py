"""What hangs on a matter: helpers, requests, alarms that rang, grades."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Asked, Channel, Clock, Satisfaction, Threshold, Verdict
from huijia.core.matters.models.category import Category
from huijia.core.matters.models.matter import Matter
from huijia.core.people.models import Post
from huijia.core.teams.models import Team
from huijia.kernel.communities.models import CommunityOwned


class Helper(CommunityOwned):
    """协办人: a person in a post, or a team."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="helpers")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="helping")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="helping")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="helper_is_one", condition=Q(post__isnull=False, team=None) | Q(post=None, team__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["matter", "post"], condition=Q(until=None, post__isnull=False), name="helper_post_once"
            ),
            models.UniqueConstraint(
                fields=["matter", "team"], condition=Q(until=None, team__isnull=False), name="helper_team_once"
            ),
        ]


class Handover(CommunityOwned):
    """转办: asked by the responsible person; the old one stays until the new one accepts."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(Post, models.PROTECT, related_name="+")
    taker = models.ForeignKey(Post, models.PROTECT, related_name="offered")
    reason = models.CharField(_("原因"), max_length=300)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Asked.choices, default=Asked.PENDING)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(outcome=Asked.PENDING), name="handover_one_open"),
            models.CheckConstraint(name="handover_to_another", condition=~Q(giver=F("taker"))),
        ]


class Extension(CommunityOwned):
    """延期: asked with a reason and a new date, decided by another person."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="extension_requests")
    old_due = models.DateTimeField(_("原截止时间"))
    new_due = models.DateTimeField(_("新截止时间"))
    reason = models.CharField(_("原因"), max_length=300)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True, blank=True)
    asked_label = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10, choices=Asked.choices, default=Asked.PENDING)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(outcome=Asked.PENDING), name="extension_one_open"),
            models.CheckConstraint(name="extension_is_later", condition=Q(new_due__gt=F("old_due"))),
        ]


class Alarm(CommunityOwned):
    """A threshold of a clock that rang: once for each version of the deadline, whoever runs the tick."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="alarms")
    clock = models.CharField(max_length=8, choices=Clock.choices)
    threshold = models.CharField(max_length=10, choices=Threshold.choices)
    deadline_version = models.PositiveSmallIntegerField()
    rang_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "clock", "threshold", "deadline_version"], name="alarm_rings_once"
            ),
        ]


class Grade(CommunityOwned):
    """评价: the resident's own word, beside the handler's claim. Appended; the latest counts.

    `was_reached` False is a call-back that found nobody: it stays out of the rates.
    """

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="grades")
    was_reached = models.BooleanField(default=True)
    is_solved = models.BooleanField(_("解决"), null=True, blank=True)
    satisfaction = models.CharField(_("满意度"), max_length=12, choices=Satisfaction.choices, blank=True)
    words = models.CharField(_("意见"), max_length=500, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    given_at = models.DateTimeField()
    given_label = models.CharField(max_length=80)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="grade_says_something",
                condition=Q(was_reached=False, is_solved=None, satisfaction="")
                | (Q(was_reached=True, is_solved__isnull=False) & ~Q(satisfaction="")),
            ),
        ]
        indexes = [models.Index(fields=["community", "given_at"])]


class SampleCheck(CommunityOwned):
    """抽查: what another person found of an answer given at once; the category as it stood then. Appended."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="sample_checks")
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    verdict = models.CharField(_("抽查结论"), max_length=6, choices=Verdict.choices)
    note = models.CharField(_("抽查情况"), max_length=2000, blank=True)
    checked_at = models.DateTimeField()
    checked_by_id = models.BigIntegerField(null=True, blank=True)
    checked_label = models.CharField(max_length=80)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["community", "checked_at"], name="sample_by_moment")]
