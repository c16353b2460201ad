"""When a car is where: pure estimates, for planning and for telling people when to stand at the door."""

from datetime import date, datetime, time, timedelta

from huijia.lib import clock

STOP = timedelta(minutes=8)
"""From one door to the next, with getting in."""
ROAD = timedelta(minutes=20)
"""From the last door to where they go; the same back to the first."""


def length(stops: int) -> timedelta:
    """How long a trip with so many stops takes."""
    return ROAD + STOP * max(1, stops)


def leaves_for(there: datetime, stops: int) -> datetime:
    """When a car leaves to be there in time."""
    return there - length(stops)


def at_stop(starts_at: datetime, position: int, *, is_out: bool) -> datetime:
    """About when the car is at stop `position` (from 1): on the way there picking up, on the way back letting out."""
    return starts_at + STOP * (position - 1) + (timedelta() if is_out else ROAD)


def moment_on(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.ZONE)
