"""接送: who drives, where to, who asked to be driven, and who sits in which car."""

from huijia.serve.rides.models.drivers import Driver, RideTarget
from huijia.serve.rides.models.rides import Ride
from huijia.serve.rides.models.trips import Batch, Press, Seat, Trip

__all__ = ["Batch", "Driver", "Press", "Ride", "RideTarget", "Seat", "Trip"]
