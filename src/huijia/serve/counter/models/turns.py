import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.core.signup.models import Signup
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock
from huijia.serve.counter.enums import Outcome, Rank, TurnState
from huijia.serve.counter.models.hours import Counter, Opening
from huijia.serve.counter.models.services import CounterService


class Booking(CommunityOwned):
    """预约: for what a sign-up of an hour at the counter is. Everything else of it stands in the sign-up."""

    signup = models.OneToOneField(Signup, models.PROTECT, related_name="booking")
    service = models.ForeignKey(CounterService, models.PROTECT, related_name="bookings", verbose_name=_("办什么"))
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="bookings")

    class Meta:
        verbose_name = _("窗口预约")
        ordering = ["id"]
        indexes = [models.Index(fields=["opening", "id"], name="booking_by_opening")]

    def __str__(self) -> str:
        return self.signup.ticket


class Turn(CommunityOwned):
    """号: somebody who is there, booked (`signup`) or not; one number a day and counter.

    Who goes next: by `rank`, then by `due_at`. `missing`: the materials of the service that were lacking, told at once
    (一次性告知). `calls`: how often the number was called.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    counter = models.ForeignKey(Counter, models.PROTECT, related_name="turns", verbose_name=_("窗口"))
    day = models.DateField(_("哪天"))
    number = models.PositiveSmallIntegerField(_("号"))
    signup = models.OneToOneField(Signup, models.PROTECT, null=True, blank=True, related_name="turn")
    service = models.ForeignKey(CounterService, models.PROTECT, related_name="turns", verbose_name=_("办什么"))
    name = models.CharField(_("姓名"), max_length=40, blank=True)
    rank = models.PositiveSmallIntegerField(choices=Rank.choices, default=Rank.WALK_IN)
    due_at = models.DateTimeField()
    state = models.CharField(_("状态"), max_length=10, choices=TurnState.choices, default=TurnState.WAITING)
    calls = models.PositiveSmallIntegerField(default=0)
    came_at = models.DateTimeField(_("到的时间"))
    called_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, blank=True)
    missing = models.JSONField(_("还缺的材料"), default=list, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    served_by_id = models.BigIntegerField(null=True, blank=True)
    served_label = models.CharField(_("经办人"), max_length=80, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("号")
        ordering = ["day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["counter", "day", "number"], name="turn_number_once"),
            models.CheckConstraint(
                name="turn_served_has_outcome", condition=~Q(state=TurnState.SERVED) | ~Q(outcome="")
            ),
        ]
        indexes = [
            models.Index(fields=["community", "day", "id"], name="turn_by_day"),
            models.Index(
                fields=["counter", "day", "rank", "due_at"], name="turn_queue", condition=Q(state=TurnState.WAITING)
            ),
        ]

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """The number as it is called: A003."""
        return f"{self.counter.letter}{self.number:03d}"
