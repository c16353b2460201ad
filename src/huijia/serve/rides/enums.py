from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """What somebody is driven to."""

    VACCINATION = "vaccination", _("接种")
    CLINIC = "clinic", _("看病")
    OTHER = "other", _("其他事")


class Mobility(TextChoices):
    """How somebody gets into a car."""

    WALKS = "walks", _("自己走")
    HELPED = "helped", _("要人搀扶")
    WHEELCHAIR = "wheelchair", _("坐轮椅")


class RideState(TextChoices):
    """Where one person's ride stands; it ends at home."""

    ASKED = "asked", _("待派车")
    PLANNED = "planned", _("已派车")
    THERE = "there", _("已送到")
    HOME = "home", _("已安全到家")
    BROUGHT = "brought", _("已送到，不用接回")
    OWN_WAY = "own_way", _("自己回家了")
    MISSED = "missed", _("没接到")
    CANCELLED = "cancelled", _("已取消")


# Somebody has to do something yet.
OPEN_RIDES = (RideState.ASKED, RideState.PLANNED, RideState.THERE, RideState.MISSED)
DONE_RIDES = (RideState.HOME, RideState.BROUGHT)
ENDED_RIDES = (*DONE_RIDES, RideState.OWN_WAY, RideState.CANCELLED)


class Direction(TextChoices):
    OUT = "out", _("去")
    BACK = "back", _("回")


class TripState(TextChoices):
    """One car, one way."""

    PLANNED = "planned", _("未出发")
    UNDER_WAY = "under_way", _("路上")
    CLOSED = "closed", _("已结束")
    CANCELLED = "cancelled", _("已取消")


# The car, its driver and its escort are taken.
BUSY_TRIPS = (TripState.PLANNED, TripState.UNDER_WAY)


class SeatState(TextChoices):
    """Where one rider on one trip stands. On the way there it ends with 到了, on the way back with 安全到家."""

    PLANNED = "planned", _("等着接")
    BOARDED = "boarded", _("已上车")
    ARRIVED = "arrived", _("到了")
    HOME = "home", _("安全到家")
    CANNOT_COME = "cannot_come", _("来不了")
    NOT_THERE = "not_there", _("没接到")


# These need no place in the car any more, or never came to have one.
FREED_SEATS = (SeatState.CANNOT_COME, SeatState.NOT_THERE)
WAITING_SEATS = (SeatState.PLANNED, SeatState.BOARDED)
