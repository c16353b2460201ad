"""A morning with many riders, its cars there and back, and who sits where."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.kernel.communities.models import CommunityOwned
from huijia.serve.rides.enums import FREED_SEATS, Direction, Purpose, SeatState, TripState
from huijia.serve.rides.models.drivers import Driver, RideTarget
from huijia.serve.rides.models.rides import Ride

LINK_DAYS = 1
"""The driver's page opens until the end of the day after the trip."""


class Batch(CommunityOwned):
    """集中接送: many to one place on one day. `there_at`: when they should be there; `back_at`: when cars go back."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    title = models.CharField(_("名称"), max_length=60)
    purpose = models.CharField(_("去做什么"), max_length=12, choices=Purpose.choices)
    target = models.ForeignKey(RideTarget, models.PROTECT, related_name="batches", verbose_name=_("去哪里"))
    day = models.DateField(_("哪天"))
    there_at = models.TimeField(_("几点要到"))
    back_at = models.TimeField(_("几点往回走"))
    made_at = models.DateTimeField()
    made_label = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("集中接送")
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["community", "-day", "-id"], name="ride_batch_day")]

    def __str__(self) -> str:
        return self.title


class Trip(CommunityOwned):
    """一趟车: one car, one way. Without `driver` somebody else has to be found, not `refused_by`, who said that
    they cannot come.

    `seats`, `wheelchair_spaces`: of the car, as they were when it was given; `taken`, `wheelchairs` are counted on this
    row, under its lock, the escort's own place among them. `ends_at` is planned. `told_at`: when driver, escort and
    riders were told; from then on each change tells those whom it touches. `reminded_at`: the day before they heard
    again. `said_late`: the office was told.
    `link_hash` finds the driver's page by its token, "" while there is none; `link_sealed` shows it again.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(_("状态"), max_length=10, choices=TripState.choices, default=TripState.PLANNED)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="trips")
    direction = models.CharField(_("方向"), max_length=4, choices=Direction.choices)
    target = models.ForeignKey(RideTarget, models.PROTECT, related_name="trips", verbose_name=_("去哪里"))
    day = models.DateField(_("哪天"))
    starts_at = models.DateTimeField(_("出发"))
    ends_at = models.DateTimeField(_("到"))
    driver = models.ForeignKey(Driver, models.PROTECT, null=True, blank=True, related_name="trips")
    refused_by = models.ForeignKey(Driver, models.PROTECT, null=True, blank=True, related_name="+")
    driver_label = models.CharField(_("司机"), max_length=80, blank=True)
    escort = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="ride_trips")
    escort_label = models.CharField(_("随车的人"), max_length=80, blank=True)
    wants_escort = models.BooleanField(default=False)
    seats = models.PositiveSmallIntegerField(_("座位"))
    wheelchair_spaces = models.PositiveSmallIntegerField(default=0)
    taken = models.PositiveSmallIntegerField(default=0)
    wheelchairs = models.PositiveSmallIntegerField(default=0)
    link_hash = models.CharField(max_length=80, blank=True)
    link_sealed = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(_("通知大家"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    said_late = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("一趟接送")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(name="ride_trip_never_overfull", condition=models.Q(taken__lte=models.F("seats"))),
            models.CheckConstraint(
                name="ride_trip_wheelchairs_fit", condition=models.Q(wheelchairs__lte=models.F("wheelchair_spaces"))
            ),
            models.CheckConstraint(name="ride_trip_hours", condition=models.Q(ends_at__gt=models.F("starts_at"))),
            models.UniqueConstraint(
                fields=["link_hash"], condition=~models.Q(link_hash=""), name="ride_trip_link_once"
            ),
        ]
        indexes = [
            models.Index(fields=["community", "day", "starts_at", "id"], name="ride_trip_day"),
            models.Index(fields=["community", "state", "ends_at"], name="ride_trip_state"),
            models.Index(fields=["driver", "starts_at"], name="ride_trip_driver"),
            models.Index(fields=["escort", "starts_at"], name="ride_trip_escort"),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.target}"

    @property
    def is_open(self) -> bool:
        return self.state in (TripState.PLANNED, TripState.UNDER_WAY)

    @property
    def free(self) -> int:
        return self.seats - self.taken

    @property
    def link_until(self) -> date:
        """The last day on which the driver's page opens."""
        return self.day + timedelta(days=LINK_DAYS)


class Seat(CommunityOwned):
    """One rider on one trip; `position` from 1. `rider_key` and `day` say that nobody sits in two cars of one way."""

    trip = models.ForeignKey(Trip, models.PROTECT, related_name="stops")
    ride = models.ForeignKey(Ride, models.PROTECT, related_name="stops")
    rider_key = models.CharField(max_length=24)
    day = models.DateField()
    direction = models.CharField(max_length=4, choices=Direction.choices)
    position = models.PositiveSmallIntegerField(_("顺序"))
    state = models.CharField(_("状态"), max_length=12, choices=SeatState.choices, default=SeatState.PLANNED)
    changed_at = models.DateTimeField()
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("座位")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "day", "direction", "rider_key"], name="ride_seat_once_each_way",
                condition=~models.Q(state__in=FREED_SEATS),
            ),
        ]
        indexes = [
            models.Index(fields=["trip", "position"], name="ride_seat_order"),
            models.Index(fields=["ride", "direction"], name="ride_seat_ride"),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.state in (SeatState.PLANNED, SeatState.BOARDED)

    @property
    def is_freed(self) -> bool:
        return self.state in FREED_SEATS


class Press(CommunityOwned):
    """One press of a button on a phone. The page made its UUID, so that a press sent again after a lost connection
    does nothing twice.
    """

    uuid = models.UUIDField(unique=True)
    draft_hash = models.CharField(max_length=64)
    trip = models.ForeignKey(Trip, models.CASCADE, related_name="presses")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("司机页上的一次点按")
