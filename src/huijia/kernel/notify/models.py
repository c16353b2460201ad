"""The outbox: notices written in the verb's own transaction, delivered by the worker."""

from django.db import models
from django.db.models import Q

from huijia.kernel.notify.enums import State


class Outbox(models.Model):
    """One notice to one address over one channel.

    `recipient_sealed` is "phone:<sealed>" or "email:<sealed>", or plain "user:<id>" and "role:<code>".
    `uuid` is the Idempotency-Key the receiver gets with each try. `next_at` is when it is due; while `sending`, when
    the lease of the worker that holds it ends. `once` + `channel` come once for ever.
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField()
    community_id = models.BigIntegerField(null=True)
    template = models.CharField(max_length=64)
    channel = models.CharField(max_length=20)
    recipient_sealed = models.TextField()
    context = models.JSONField(default=dict)
    once = models.CharField(max_length=160)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["once", "channel"], name="outbox_once")]
        indexes = [
            models.Index(
                fields=["next_at"], name="outbox_due", condition=Q(state__in=[State.QUEUED, State.SENDING])
            ),
            models.Index(fields=["community_id", "id"], name="outbox_community"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.template} {self.state}"
