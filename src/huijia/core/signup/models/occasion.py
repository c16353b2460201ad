import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huijia.core.places.models import Dwelling, Landmark
from huijia.core.signup.enums import Audience, OccasionKind, OccasionState
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock


class Occasion(CommunityOwned):
    """场次: something at one time and place that people sign up for.

    `seats_taken` counts persons in the states of `HOLDING`, `waiting` those in the line, `line` the last number that
    was given out in it; they change only under the row's lock, and the database refuses more than `capacity` (null:
    no limit). `series` is shared by weekly ones made at once. `source_kind`, `source_id`: whoever made it ("" by hand).
    `is_activity`: stands among what residents come together for; without it, it is an hour that somebody books for
    themselves, shown by the room that made it. `heads`: how many came beside those ticked by name.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    series = models.UUIDField(null=True, blank=True)
    is_activity = models.BooleanField(default=True)
    source_kind = models.CharField(max_length=20, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("种类"), max_length=10, choices=OccasionKind.choices, default=OccasionKind.OTHER)
    about = models.TextField(_("说明"), blank=True)
    place_name = models.CharField(_("地点"), max_length=120)
    dwelling = models.ForeignKey(Dwelling, models.SET_NULL, null=True, blank=True, related_name="+")
    landmark = models.ForeignKey(Landmark, models.SET_NULL, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    opens_at = models.DateTimeField(_("报名开始"))
    closes_at = models.DateTimeField(_("报名截止"))
    capacity = models.PositiveIntegerField(_("名额"), null=True, blank=True)
    has_line = models.BooleanField(_("满员后可以候补"), default=True)
    offer_minutes = models.PositiveIntegerField(_("递补多久之内确认"))
    party_most = models.PositiveSmallIntegerField(_("一次最多报几人"), default=8)
    audience = models.CharField(_("谁可以报名"), max_length=10, choices=Audience.choices, default=Audience.EVERYONE)
    needs_phone = models.BooleanField(_("必须留电话"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=OccasionState.choices, default=OccasionState.PLANNED)
    reason = models.CharField(_("取消原因"), max_length=120, blank=True)
    seats_taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    line = models.PositiveIntegerField(default=0)
    heads = models.PositiveIntegerField(_("另外来的人数"), default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(_("点名完成"), null=True, blank=True)
    made_by_id = models.BigIntegerField(null=True, blank=True)
    made_label = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("场次")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="occasion_never_overbooked", condition=Q(capacity=None) | Q(seats_taken__lte=F("capacity"))
            ),
            models.CheckConstraint(name="occasion_ends_later", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="occasion_closes_later", condition=Q(closes_at__gte=F("opens_at"))),
        ]
        indexes = [
            models.Index(fields=["community", "is_activity", "starts_at", "id"], name="occasion_by_start"),
            models.Index(fields=["community", "series"], name="occasion_by_series"),
            models.Index(fields=["source_kind", "source_id"], name="occasion_by_source"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_planned(self) -> bool:
        return self.state == OccasionState.PLANNED

    @property
    def free(self) -> int | None:
        """Places left; None where there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.seats_taken, 0)

    @property
    def is_full(self) -> bool:
        return self.free == 0

    def takes_signups(self, at: datetime) -> bool:
        return self.is_planned and self.opens_at <= at < self.closes_at
