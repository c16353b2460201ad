"""Who drives and who rides along; who cannot come, and who comes instead."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock
from huijia.serve.rides import notices
from huijia.serve.rides.actions import links
from huijia.serve.rides.actions.moves import changed, locked, note_trip, planner, stale
from huijia.serve.rides.actions.presses import may_press
from huijia.serve.rides.actions.trips import keep_free, label_of
from huijia.serve.rides.enums import TripState
from huijia.serve.rides.models import Driver, Trip


def give_driver(trip: Trip, driver: Driver, *, by: Access, at: datetime | None = None) -> None:
    """This car for this trip, also in place of another; where people were told, all are told anew.

    Raises:
        Refusal: no right to, papers, elsewhere then, or a car too small for who rides.
        Stale: the trip is over.
    """
    planner(by, trip, driver)
    moment, old = at or clock.now(), trip.driver
    if old is not None and old.pk == driver.pk:
        return
    with transaction.atomic():
        keep_free(driver, trip.escort, trip.starts_at, trip.ends_at, trip)
        now = locked(trip)
        if driver.seats < now.taken or driver.wheelchair_spaces < now.wheelchairs:
            told = _("这辆车太小：车上 %(taken)s 人，轮椅 %(wheelchairs)s 辆")
            raise Refusal(
                told % {"taken": now.taken, "wheelchairs": now.wheelchairs}, field="driver", code="full"
            )
        changed(
            trip, driver=driver, driver_label=label_of(driver), seats=driver.seats,
            wheelchair_spaces=driver.wheelchair_spaces, link_hash="", link_sealed="",
        )
        note_trip("driver_given", trip, by, moment, who=label_of(driver))
        if now.told_at is not None:
            links.fresh_link(trip)
            notices.tell_driver(trip, links.address_of(trip))
            notices.tell_riders(trip)
            notices.tell_escort(trip, "list_changed")
            if old is not None:
                notices.tell_driver_gone(trip, old)


def driver_out(
    trip: Trip, *, reason: str, by: Access, token: str = "", at: datetime | None = None
) -> None:
    """The driver cannot come, by their own page or on their word: the trip needs another one, the link is shut.

    Raises:
        Refusal: no right to, nothing written.
        Stale: it left already, or has no driver.
    """
    moment, note = at or clock.now(), written(reason, "reason", required=by.kind != "reporter")
    person_id = trip.driver.person_id if trip.driver is not None else None
    _own_or_office(trip, by, person_id, token, moment)
    with transaction.atomic():
        now = locked(trip)
        if now.state != TripState.PLANNED or now.driver_id is None:
            raise stale()
        changed(trip, driver=None, refused_by=trip.driver, driver_label="", link_hash="", link_sealed="")
        note_trip("driver_out", trip, by, moment, note=note or str(_("司机自己说的")))
        notices.tell_office_of_trip(trip, "driver_wanted")


def give_escort(trip: Trip, escort: Person, *, by: Access, at: datetime | None = None) -> None:
    """Who rides along; takes a place in the car.

    Raises:
        Refusal: no right to, elsewhere then, no place left.
        Stale: the trip is over.
    """
    planner(by, trip, escort)
    moment, old = at or clock.now(), trip.escort
    if old is not None and old.pk == escort.pk:
        return
    with transaction.atomic():
        keep_free_escort(trip, escort)
        now = locked(trip)
        more = int(now.escort_id is None)
        if now.taken + more > now.seats:
            raise Refusal(_("这辆车坐不下了"), field="escort", code="full")
        changed(trip, escort=escort, escort_label=escort.name, taken=F("taken") + more)
        note_trip("escort_given", trip, by, moment, who=escort.name)
        if now.told_at is not None:
            notices.tell_escort(trip)
            if old is not None and old.user_id is not None:
                notices.tell_escort(trip, "escort_gone", old.user_id)


def keep_free_escort(trip: Trip, escort: Person) -> None:
    """The driver was checked when they were given; only the escort is new."""
    if trip.driver is not None and trip.driver.person_id == escort.pk:
        raise Refusal(_("司机自己不能当随车的人"), field="escort")
    keep_free(None, escort, trip.starts_at, trip.ends_at, trip)


def escort_out(trip: Trip, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """Who rides along cannot come, on their own word or the office's; another one is wanted.

    Raises:
        Refusal: no right to, nothing written.
        Stale: it left already, or nobody rides along.
    """
    moment, note = at or clock.now(), written(reason, "reason")
    _own_or_office(trip, by, trip.escort_id, "", moment)
    old = trip.escort.user_id if trip.escort is not None else None
    with transaction.atomic():
        now = locked(trip)
        if now.state != TripState.PLANNED or now.escort_id is None:
            raise stale()
        values: dict[str, Any] = {"escort": None, "escort_label": "", "wants_escort": True}
        changed(trip, **values, taken=F("taken") - 1)
        note_trip("escort_out", trip, by, moment, note=note)
        notices.tell_office_of_trip(trip, "escort_wanted")
        if old is not None and old != by.user_id:
            notices.tell_escort(trip, "escort_gone", old)


def _own_or_office(trip: Trip, by: Access, person_id: int | None, token: str, at: datetime) -> None:
    """Who plans, or who it is about: by their login, or the driver by the link."""
    own = may_press(trip, by, token, at) if by.kind == "reporter" else person_id in by.person_ids
    if trip.community_id != by.community.pk or not (own or by.may("rides.plan")):
        raise Refusal(_("您不能办这一步"), code="forbidden")
