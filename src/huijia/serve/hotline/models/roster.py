"""值班: the weekly pattern, the shifts that were made of it, and requests to swap."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Post
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock
from huijia.serve.hotline.enums import Answer, ShiftKind, TurnBy

PHONE_LENGTH = 20


class DutyTurn(CommunityOwned):
    """One line of the weekly pattern: on which days (`DayKey`), from when to when, who in turn.

    `ends` not after `starts` means the next day. `post_ids` take turns by week or by day; one of them is always on.
    `phone` is the number that calls go to in that time, published at the doors; "" where the hotline itself answers.
    """

    name = models.CharField(_("班名"), max_length=20)
    kind = models.CharField(_("班次"), max_length=8, choices=ShiftKind.choices, default=ShiftKind.OFFICE)
    days = models.JSONField(_("哪几天"), default=list)
    starts = models.TimeField(_("从"))
    ends = models.TimeField(_("到"))
    post_ids = models.JSONField(default=list)
    turn_by = models.CharField(_("几个人怎样轮"), max_length=4, choices=TurnBy.choices, default=TurnBy.WEEK)
    phone = models.CharField(_("接听号码"), max_length=PHONE_LENGTH, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts", "id"]

    def __str__(self) -> str:
        return self.name


class DutyShift(CommunityOwned):
    """班: who answers from `starts_at` to `ends_at`. `day` is the local date on which it begins."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    day = models.DateField(_("日期"))
    starts_at = models.DateTimeField(_("从"))
    ends_at = models.DateTimeField(_("到"))
    kind = models.CharField(_("班次"), max_length=8, choices=ShiftKind.choices)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("谁"))
    post_label = models.CharField(max_length=80)
    phone = models.CharField(_("接听号码"), max_length=PHONE_LENGTH, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [models.CheckConstraint(name="shift_ends_later", condition=Q(ends_at__gt=F("starts_at")))]
        indexes = [
            models.Index(fields=["community", "day"], name="shift_by_day"),
            models.Index(fields=["community", "ends_at"], name="shift_by_end"),
            models.Index(fields=["post", "ends_at"], name="shift_by_post"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.post_label}"

    @property
    def hours(self) -> str:
        """`08:30–17:30`; the end of the next day is said so by the page."""
        return f"{clock.local(self.starts_at):%H:%M}–{clock.local(self.ends_at):%H:%M}"

    @property
    def is_overnight(self) -> bool:
        return clock.local(self.ends_at).date() > self.day


class DutySwap(CommunityOwned):
    """换班: `giver` asks `taker` to take `shift`, in exchange for `back` or for nothing. It counts once accepted."""

    shift = models.ForeignKey(DutyShift, models.CASCADE, related_name="swaps")
    back = models.ForeignKey(DutyShift, models.CASCADE, null=True, blank=True, related_name="+")
    giver = models.ForeignKey(Post, models.PROTECT, related_name="+")
    taker = models.ForeignKey(Post, models.PROTECT, related_name="+")
    reason = models.CharField(_("原因"), max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=Answer.choices, default=Answer.PENDING)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["shift"], condition=Q(state=Answer.PENDING), name="swap_one_open"),
            models.CheckConstraint(name="swap_with_another", condition=~Q(giver=F("taker"))),
        ]
