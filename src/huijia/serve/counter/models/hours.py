import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock
from huijia.serve.counter.enums import Kind


class Counter(CommunityOwned):
    """窗口: a place where people are served, with a queue of its own; `letter` stands before its numbers."""

    name = models.CharField(_("名称"), max_length=20)
    place_name = models.CharField(_("地点"), max_length=120)
    letter = models.CharField(_("号码字母"), max_length=1)
    is_active = models.BooleanField(_("开放"), default=True)

    class Meta:
        verbose_name = _("窗口")
        ordering = ["letter", "id"]
        constraints = [models.UniqueConstraint(fields=["community", "letter"], name="counter_letter_once")]

    def __str__(self) -> str:
        return self.name


class Hours(CommunityOwned):
    """开放时间: on one weekday (0: Monday), from `from_on` until the day before `until_on`.

    An appointment takes `slot_minutes`, then the counter has `gap_minutes` for itself; `places` are served at once.
    """

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="hours", verbose_name=_("窗口"))
    kind = models.CharField(_("哪一种"), max_length=10, choices=Kind.choices, default=Kind.REGULAR)
    weekday = models.PositiveSmallIntegerField(_("星期几"))
    starts = models.TimeField(_("几点开"))
    ends = models.TimeField(_("几点关"))
    slot_minutes = models.PositiveSmallIntegerField(_("一个号几分钟"), default=30)
    gap_minutes = models.PositiveSmallIntegerField(_("两个号之间空几分钟"), default=0)
    places = models.PositiveSmallIntegerField(_("同时办几位"), default=1)
    from_on = models.DateField(_("哪天起"))
    until_on = models.DateField(_("哪天止"), null=True, blank=True)
    made_by_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("开放时间")
        ordering = ["weekday", "starts", "id"]
        constraints = [
            models.CheckConstraint(name="counter_hours_end_later", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(name="counter_hours_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="counter_hours_slot", condition=Q(slot_minutes__gte=5) & Q(places__gte=1)),
        ]
        indexes = [models.Index(fields=["community", "weekday"], name="counter_hours_by_weekday")]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


class ClosedDay(CommunityOwned):
    """停办: a day on which a counter, or all of them, is shut, and why."""

    day = models.DateField(_("哪天"))
    counter = models.ForeignKey(Counter, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("原因"), max_length=120)
    made_by_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("停办")
        ordering = ["day", "id"]
        constraints = [
            # Of NULLs any number would be let in: 0 stands for all counters.
            models.UniqueConstraint("community", "day", Coalesce("counter", 0), name="counter_closed_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"


class Opening(CommunityOwned):
    """One opening of a counter on one day; its hours to book are occasions with this row as their source.

    Made from `hours`, or by hand. `closed_at`, `reason`: shut after it was announced. `ended_at`: over, who did not
    come was noted.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    counter = models.ForeignKey(Counter, models.PROTECT, related_name="openings", verbose_name=_("窗口"))
    hours = models.ForeignKey(Hours, models.PROTECT, null=True, blank=True, related_name="openings")
    kind = models.CharField(_("哪一种"), max_length=10, choices=Kind.choices)
    day = models.DateField(_("哪天"))
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_by_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    # Places in all and taken, where `queries.openings_from` has counted them.
    places = taken = 0

    class Meta:
        verbose_name = _("一次开放")
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["counter", "starts_at"], name="counter_opening_once", condition=Q(closed_at=None)
            ),
            models.CheckConstraint(name="counter_opening_ends_later", condition=Q(ends_at__gt=F("starts_at"))),
        ]
        indexes = [
            models.Index(fields=["community", "day", "id"], name="counter_opening_by_day"),
            models.Index(fields=["ends_at"], name="counter_opening_to_end", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{clock.local(self.starts_at):%m-%d %H:%M}"

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at


class Overtime(CommunityOwned):
    """加时记录: how long one of the staff stayed for an extra opening; `void_at` where it was written by mistake."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="overtimes")
    label = models.CharField(_("谁"), max_length=40)
    starts_at = models.DateTimeField(_("从"))
    ends_at = models.DateTimeField(_("到"))
    minutes = models.PositiveIntegerField(_("分钟"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_label = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    void_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("加时记录")
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "label"], name="counter_overtime_once", condition=Q(void_at=None)
            ),
            models.CheckConstraint(name="counter_overtime_ends_later", condition=Q(ends_at__gt=F("starts_at"))),
        ]
        indexes = [models.Index(fields=["community", "starts_at", "id"], name="counter_overtime_by_start")]

    def __str__(self) -> str:
        return f"{self.label} {self.minutes}"
