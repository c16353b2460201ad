"""A spreadsheet on its way in: what its columns mean, how far it came, what was left out and why."""

import uuid

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Source
from huijia.kernel.communities.models import CommunityOwned
from huijia.kernel.files.models import File
from huijia.lib import clock


class ImportState(TextChoices):
    """检查 → 待导入 → 导入 → 完成; 中断 can go on from its last saved row."""

    CHECKING = "checking", _("正在检查")
    READY = "ready", _("已检查，待导入")
    RUNNING = "running", _("正在导入")
    DONE = "done", _("已完成")
    BROKEN = "broken", _("中断")


class ImportJob(CommunityOwned):
    """One file to be imported as matters.

    `mapping` is `{"columns": {field: column}, "categories": {label: category id}}`. `cursor` is the number of the
    last row that is saved, so that a job that was cut short goes on behind it. Counts are rows: `done` of `total`;
    of these `added`, `doubled` (already there) and `failed` (left out, the first 1,000 in `errors` as
    `[row number, column, what is wrong, what stood there]`). `labels` counts the category words that the file uses.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices, default=Source.IMPORT)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    labels = models.JSONField(default=dict)
    samples = models.JSONField(default=list)
    state = models.CharField(_("状态"), max_length=10, choices=ImportState.choices, default=ImportState.CHECKING)
    problem = models.CharField(max_length=300, blank=True)
    total = models.PositiveIntegerField(default=0)
    with_answer = models.PositiveIntegerField(default=0)
    cursor = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    doubled = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    created_by_id = models.BigIntegerField(null=True)
    created_label = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["community", "-id"], name="import_newest")]

    def __str__(self) -> str:
        return self.file.original_name

    @property
    def is_moving(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.RUNNING)

    @property
    def was_checked(self) -> bool:
        return self.total > 0

    @property
    def good(self) -> int:
        """Rows that can go in, after the check."""
        return self.total - self.failed
