"""One person's wish to be driven somewhere and, mostly, home again."""

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Source
from huijia.core.people.models import Person
from huijia.core.places.models import Dwelling, Grid
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock
from huijia.serve.rides.enums import OPEN_RIDES, Mobility, Purpose, RideState
from huijia.serve.rides.hours import moment_on
from huijia.serve.rides.models.drivers import RideTarget


class Ride(CommunityOwned):
    """接送. `wants_at` is when they should be there. `places`: themselves, and one more for whom they bring.

    `family_*`: whom to tell that they are safely home, only with `family_agreed`, the rider's own word.
    `lon`, `lat` (WGS-84) of where they are picked up, null where the home is not on the map.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(_("状态"), max_length=10, choices=RideState.choices, default=RideState.ASKED)
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    batch = models.ForeignKey("rides.Batch", models.PROTECT, null=True, blank=True, related_name="rides")
    purpose = models.CharField(_("去做什么"), max_length=12, choices=Purpose.choices)
    target = models.ForeignKey(RideTarget, models.PROTECT, related_name="rides", verbose_name=_("去哪里"))
    day = models.DateField(_("哪天"))
    wants_at = models.TimeField(_("几点要到"))
    wants_back = models.BooleanField(_("要送回家"), default=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="rides")
    name = models.CharField(_("坐车的人"), max_length=40)
    phone_sealed = models.CharField(max_length=160)
    phone_hash = models.CharField(max_length=80)
    phone_tail = models.CharField(_("电话后四位"), max_length=4)
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, null=True, blank=True, related_name="+")
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("网格"))
    place_name = models.CharField(_("在哪里上车"), max_length=120)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    mobility = models.CharField(_("行动"), max_length=10, choices=Mobility.choices, default=Mobility.WALKS)
    needs_escort = models.BooleanField(_("要人陪"), default=False)
    companion = models.CharField(_("同去的人"), max_length=40, blank=True)
    places = models.PositiveSmallIntegerField(_("占几个座位"), default=1)
    family_name = models.CharField(_("家属"), max_length=40, blank=True)
    family_sealed = models.CharField(max_length=160, blank=True)
    family_tail = models.CharField(_("家属电话后四位"), max_length=4, blank=True)
    family_agreed = models.BooleanField(_("同意到家后告诉家属"), default=False)
    note = models.CharField(_("要注意的"), max_length=200, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    end_reason = models.CharField(_("原因"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("预约时间"))
    asked_by_id = models.BigIntegerField(null=True)
    asked_label = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("接送")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="ride_places", condition=models.Q(places__gte=1, places__lte=2)),
            models.CheckConstraint(
                name="ride_family_with_consent",
                condition=models.Q(family_agreed=False) | models.Q(family_sealed__gt=""),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "day", "id"], name="ride_state_day"),
            models.Index(fields=["community", "-id"], name="ride_newest"),
            models.Index(fields=["community", "day"], name="ride_day"),
            models.Index(fields=["dwelling", "-id"], name="ride_dwelling"),
            models.Index(fields=["community", "phone_hash"], name="ride_phone"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket}"

    @property
    def ticket(self) -> str:
        """接送编号, made like a matter's: the local day and the row's own number."""
        return f"{clock.local(self.asked_at):%y%m%d}-{self.pk:03d}"

    @property
    def there_by(self) -> datetime:
        """When they should be there."""
        return moment_on(self.day, self.wants_at)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_RIDES

    @property
    def wheelchairs(self) -> int:
        return int(self.mobility == Mobility.WHEELCHAIR)

    @property
    def rider_key(self) -> str:
        """Who it is, as far as we know: one person asked for twice is still one person."""
        return f"p{self.person_id}" if self.person_id is not None else f"r{self.pk}"
