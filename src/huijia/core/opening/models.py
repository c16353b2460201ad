"""What opening needs to remember: the set-up code, the practice copy's state, who has finished trying, exports."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.opening.enums import CopyState, ExportState
from huijia.kernel.communities.models import Community, CommunityOwned


class SetupCode(models.Model):
    """启用码: lets whoever reads the console found the first community in the browser. Only its keyed hash is kept."""

    code_hash = models.CharField(max_length=80, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class PracticeCopy(models.Model):
    """How far the practice copy (练习) of a community is. `round` grows with each making, so that one maker wins.

    Not owned by the practice community: a reset that clears all of that keeps this row.
    """

    practice = models.OneToOneField(Community, models.CASCADE, related_name="copy")
    state = models.CharField(max_length=8, choices=CopyState.choices, default=CopyState.MAKING)
    round = models.PositiveIntegerField(default=1)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by_label = models.CharField(max_length=80, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.state}"


class Trial(CommunityOwned):
    """上手练习 of one login in one (live) community: dismissed, or finished."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    dismissed_at = models.DateTimeField(_("不再提示时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("上手练习")
        verbose_name_plural = _("上手练习")
        constraints = [models.UniqueConstraint(fields=["community", "user"], name="trial_once")]


class ExportJob(CommunityOwned):
    """整体导出 of one community: everything that an office takes along when it leaves, as one zip.

    The file lies at VAR/exports/<uuid>.zip until `kept_until`; `done` of `total` tables and files are written.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("状态"), max_length=8, choices=ExportState.choices, default=ExportState.QUEUED)
    reason = models.CharField(_("原因"), max_length=200)
    with_health = models.BooleanField(_("含健康数据"), default=False)
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by_id = models.BigIntegerField(null=True, blank=True)
    asked_by_label = models.CharField(_("申请人"), max_length=80)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(_("大小"), default=0)
    ready_at = models.DateTimeField(_("备好时间"), null=True, blank=True)
    kept_until = models.DateTimeField(_("保留到"), null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("整体导出")
        verbose_name_plural = _("整体导出")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community"], condition=models.Q(state__in=["queued", "running"]), name="export_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["community", "-id"], name="export_newest")]

    def __str__(self) -> str:
        return f"{self.community_id} {self.state}"
