import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Matter
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock
from huijia.serve.hotline.enums import CallKind, CallState


class Call(CommunityOwned):
    """来电/回电: a number that has to be called back, missed or promised.

    The number is sealed, `phone_hash` finds it again. `moments` are the calls of one hour, each minute once (UTC, ISO),
    so that the same list imported twice counts nothing twice. `due_at`: the promised hour, else the first missed call
    plus the option's hours. `first_tried_at` is the first time somebody called back, reached or not.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    kind = models.CharField(_("种类"), max_length=10, choices=CallKind.choices)
    phone_sealed = models.CharField(max_length=160)
    phone_hash = models.CharField(max_length=80)
    phone_tail = models.CharField(max_length=4)
    caller = models.CharField(_("称呼"), max_length=40, blank=True)
    about = models.CharField(_("什么事"), max_length=200, blank=True)
    called_at = models.DateTimeField(_("来电时间"))
    last_at = models.DateTimeField()
    moments = models.JSONField(default=list)
    state = models.CharField(_("状态"), max_length=10, choices=CallState.choices, default=CallState.WAITING)
    tries = models.PositiveSmallIntegerField(_("打了几次"), default=0)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    promised_at = models.DateTimeField(_("约定的时间"), null=True, blank=True)
    due_at = models.DateTimeField(_("最迟回电"))
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("为什么不用回"), max_length=120, blank=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="calls")
    recorded_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="call_promised_has_hour",
                condition=~Q(kind=CallKind.PROMISED) | Q(promised_at__isnull=False),
            ),
            models.CheckConstraint(
                name="call_ends_when_settled", condition=Q(state=CallState.WAITING) | Q(ended_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "due_at", "id"], condition=Q(state=CallState.WAITING), name="call_waiting_by_due"
            ),
            models.Index(fields=["community", "-id"], name="call_newest"),
            models.Index(fields=["community", "phone_hash", "-id"], name="call_by_phone"),
            models.Index(fields=["community", "called_at"], name="call_by_moment"),
        ]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        return f"*******{self.phone_tail}" if self.phone_tail else "—"

    @property
    def times(self) -> int:
        """How often this number called within the hour."""
        return len(self.moments)
