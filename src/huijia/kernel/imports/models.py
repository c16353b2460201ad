"""A spreadsheet on its way in: what its columns mean, how far it came, what was left out and why."""

import json
import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.models import CommunityOwned
from huijia.kernel.files.models import File
from huijia.kernel.imports.enums import Choice, ImportState
from huijia.lib import clock, crypto


class ImportJob(CommunityOwned):
    """One file to be imported by the importer `kind`.

    `options` are what was chosen with the file; `sheets` those that are read, empty for the first that holds anything.
    `mapping` is `{"columns": {field: column}, "words": {word: id}}`. `cursor` counts the rows of the file that are
    saved, so that a job that was cut short goes on behind them. Counts are rows: `done` of `total`; of these `added`,
    `changed`, `doubled` (already there, nothing to change) and `failed` (left out; the first 1,000 faults in `errors`
    as `[row number, column, what is wrong, what stood there]`, with the sheet behind them where there are several).
    `differing`: rows whose subject is there with other values, see `Difference`. `figures` are the importer's own
    counts, `labels` counts the words of its `words_field`.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    kind = models.CharField(_("种类"), max_length=20)
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    options = models.JSONField(default=dict)
    sheets = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    labels = models.JSONField(default=dict)
    samples = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=ImportState.choices, default=ImportState.CHECKING)
    problem = models.CharField(max_length=300, blank=True)
    total = models.PositiveIntegerField(default=0)
    cursor = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    doubled = models.PositiveIntegerField(default=0)
    differing = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    choice = models.CharField(_("已有的人"), max_length=6, choices=Choice.choices, default=Choice.EMPTY)
    errors = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    created_by_id = models.BigIntegerField(null=True)
    created_label = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    is_dropped = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["community", "-id"], name="import_job_newest")]

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

    @property
    def fresh(self) -> int:
        """Rows that are new, after the check."""
        return self.good - self.doubled - self.differing


class Difference(CommunityOwned):
    """A row whose subject is there already with other values, found by the check, to be looked at side by side.

    `place` counts the rows of the file; `choice` is "" where the job's own choice holds. `sealed` is the JSON
    `{"title", "rows": [[label, ours, theirs], …]}`, since it is full of personal values; gone when the job is done.
    """

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="differences")
    place = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    sheet = models.CharField(max_length=40, blank=True)
    choice = models.CharField(max_length=6, choices=Choice.choices, blank=True)
    is_filling = models.BooleanField(default=False)
    sealed = models.TextField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["job", "place"], name="import_difference_once")]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.place}"

    @property
    def shown(self) -> dict[str, Any]:
        """`{"title": text, "rows": [[label, ours, theirs], …]}`."""
        found: dict[str, Any] = json.loads(crypto.open_sealed(self.sealed))
        return found
