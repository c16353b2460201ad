"""The append-only log and its seals. Plain ids and labels; no foreign keys upward."""

from typing import Any, NoReturn, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class AppendOnly(RuntimeError):
    """Someone tried to change or delete what is written for ever."""


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Reads and inserts; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("ledger rows are never updated")

    def delete(self) -> NoReturn:
        raise AppendOnly("ledger rows are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("ledger rows are never updated")


class AppendOnlyModel(models.Model):
    """A row that is inserted once. The database holds the same rule with triggers (migration 0002)."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("ledger rows are never updated")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("ledger rows are never deleted")


class Entry(AppendOnlyModel):
    """One thing that happened.

    `data` may be shown to whoever may see the subject and stays for ever; `personal` can be shredded: then it and
    `salt` become null while `personal_mac` stays, so that `leaf` (32 bytes) can still be recomputed. `personal_mac`
    is null when there never was any personal payload. `recorded_at` is when we wrote it, `occurred_at` when it was.
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField()
    community_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=80)
    for_label = models.CharField(max_length=80, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    data = models.JSONField(default=dict)
    personal = models.JSONField(null=True)
    salt = models.BinaryField(max_length=16, null=True)
    personal_mac = models.BinaryField(max_length=32, null=True)
    leaf = models.BinaryField(max_length=32)

    class Meta(AppendOnlyModel.Meta):
        abstract = False
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="entry_subject"),
            models.Index(fields=["community_id", "id"], name="entry_community"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"

    @property
    def subject(self) -> tuple[str, int]:
        return self.subject_type, self.subject_id

    @property
    def is_shredded(self) -> bool:
        """There was a personal payload, and it has been dropped."""
        return self.personal_mac is not None and self.salt is None


class Seal(AppendOnlyModel):
    """One batch of sealed entries: positions `first_position` to `last_position`, both included."""

    number = models.BigIntegerField(primary_key=True)
    first_position = models.BigIntegerField()
    last_position = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    previous_head = models.BinaryField(max_length=32)
    head = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta(AppendOnlyModel.Meta):
        abstract = False
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.first_position}–{self.last_position}"


class SealedEntry(AppendOnlyModel):
    """The sealer's own contiguous numbering from 1. No foreign key points at the ledger."""

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    leaf = models.BinaryField(max_length=32)

    class Meta(AppendOnlyModel.Meta):
        abstract = False
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} → {self.entry_id}"


class Gap(models.Model):
    """Entry ids that the sealer passed over because no row was there yet: a transaction still running, or rolled back.

    Late commits can only turn up inside these, so the sealer need not look anywhere else.
    """

    first_id = models.BigIntegerField(primary_key=True)
    last_id = models.BigIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["first_id"]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.last_id}"
