"""Every write of rides: one verb for each move, the ride, seat or trip first, the actor named."""

from huijia.kernel.communities.errors import Conflict
from huijia.serve.rides.actions.arranging import Arranged, arrange, mirror, own_car, put_back
from huijia.serve.rides.actions.batches import BatchDraft, Listed, add_riders, make_batch
from huijia.serve.rides.actions.crew import driver_out, escort_out, give_driver, give_escort
from huijia.serve.rides.actions.drivers import DriverDraft, reveal_driver_phone, save_driver, save_target
from huijia.serve.rides.actions.end import cancel, went_own_way
from huijia.serve.rides.actions.links import (
    address_of,
    link_open,
    make_link,
    note_shown,
    record_export,
    shut_link,
    take_list,
    trip_of,
)
from huijia.serve.rides.actions.moves import Stale
from huijia.serve.rides.actions.presses import may_press, press, rides_along
from huijia.serve.rides.actions.request import Draft, Requested, code_fits, request, reveal_phone, secret_code
from huijia.serve.rides.actions.seats import move_to, seat, shift, unseat
from huijia.serve.rides.actions.tick import tick
from huijia.serve.rides.actions.trips import TripDraft, announce, cancel_trip, plan_trip, set_hours

__all__ = [
    "Arranged", "BatchDraft", "Conflict", "Draft", "DriverDraft", "Listed", "Requested", "Stale", "TripDraft",
    "add_riders", "address_of", "announce", "arrange", "cancel", "cancel_trip", "code_fits", "driver_out",
    "escort_out", "give_driver", "give_escort", "link_open", "make_batch", "make_link", "may_press", "mirror",
    "move_to", "note_shown", "own_car", "plan_trip", "press", "put_back", "record_export", "request",
    "reveal_driver_phone", "reveal_phone", "rides_along", "save_driver", "save_target", "seat", "secret_code",
    "set_hours", "shift", "shut_link", "take_list", "tick", "trip_of", "unseat", "went_own_way",
]
