"""Kept files, addressed by content, and what they hang on."""

import uuid

from django.db import models
from django.urls import reverse

from huijia.kernel.communities.models import CommunityOwned
from huijia.kernel.files.enums import FileKind


class File(CommunityOwned):
    """One kept file. The bytes lie at FILES_ROOT/ab/cd/<sha256>, a photo's thumbnail at <sha256>.thumb beside it.

    `size` in bytes, `width` and `height` in pixels (photos), `seconds` (audio, where known).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    mime = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=FileKind.choices)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seconds = models.FloatField(null=True)
    original_name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    created_by_label = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def url(self) -> str:
        return reverse("files:show", args=[self.uuid])

    @property
    def thumb_url(self) -> str:
        """The small picture of a photo (longest side 320 px)."""
        return reverse("files:thumb", args=[self.uuid])


class Attachment(CommunityOwned):
    """A file hangs on a subject ("matter", 12) for a purpose ("report", "result", …)."""

    file = models.ForeignKey(File, models.PROTECT, related_name="attachments")
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    purpose = models.CharField(max_length=40)
    at = models.DateTimeField()
    added_by_label = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="attachment_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "subject_type", "subject_id", "purpose"], name="attachment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} ← {self.file_id}"
