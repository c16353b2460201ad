"""A trip is planned, told, changed and called off; a driver and an escort are in one car at a time."""

import uuid as uuids
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock
from huijia.serve.rides import notices, queries
from huijia.serve.rides.actions import links
from huijia.serve.rides.actions.moves import changed, locked, note_ride, note_trip, planner, set_ride, stale
from huijia.serve.rides.actions.seats import lock_rides
from huijia.serve.rides.enums import FREED_SEATS, Direction, RideState, SeatState, TripState
from huijia.serve.rides.models import Batch, Driver, RideTarget, Seat, Trip

LONGEST = timedelta(hours=12)
SEATS_WITHOUT_CAR = 4
TRAVELLED = (SeatState.BOARDED, SeatState.ARRIVED, SeatState.HOME)


@dataclass
class TripDraft:
    """One car, one way. Without `driver` it waits for one. `uuid` is the client's."""

    direction: Direction
    target: RideTarget
    starts_at: datetime
    ends_at: datetime
    driver: Driver | None = None
    escort: Person | None = None
    batch: Batch | None = None
    wants_escort: bool = False
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)


def plan_trip(draft: TripDraft, *, by: Access, at: datetime | None = None) -> Trip:
    """A car with nobody in it yet.

    Raises:
        Refusal: no right to, hours that cannot be, papers that do not hold that day, or driver or escort are
            elsewhere then.
        Conflict: the client UUID was used for another trip.
    """
    planner(by, draft.target, draft.driver, draft.escort, draft.batch)
    moment = at or clock.now()
    check_hours(draft.starts_at, draft.ends_at, moment)
    content = _content(draft)
    try:
        with transaction.atomic():
            keep_free(draft.driver, draft.escort, draft.starts_at, draft.ends_at, None)
            trip = new_trip(draft, by)
            trip.draft_hash = retries.hash_of(*content)
            trip.save(force_insert=True)
            note_trip("trip_planned", trip, by, moment, when_of(trip))
    except IntegrityError:
        there = Trip.objects.of(by.community).select_related("target", "driver", "escort").filter(uuid=draft.uuid)
        found = there.first()
        if found is None:
            raise Conflict(_("这张表已用于另一趟车，请重新打开再填")) from None
        return retries.same(found, *content)
    return trip


def _content(draft: TripDraft) -> tuple[object, ...]:
    driver = draft.driver.pk if draft.driver is not None else None
    return (draft.direction, draft.target.pk, draft.starts_at.timestamp(), draft.ends_at.timestamp(), driver)


def new_trip(draft: TripDraft, by: Access) -> Trip:
    """The row, not saved; the escort takes a place."""
    return Trip(
        community=by.community, uuid=draft.uuid, batch=draft.batch, direction=draft.direction, target=draft.target,
        day=clock.local(draft.starts_at).date(), starts_at=draft.starts_at, ends_at=draft.ends_at,
        driver=draft.driver, escort=draft.escort, wants_escort=draft.wants_escort,
        seats=draft.driver.seats if draft.driver is not None else SEATS_WITHOUT_CAR,
        wheelchair_spaces=draft.driver.wheelchair_spaces if draft.driver is not None else 0,
        driver_label=label_of(draft.driver), escort_label=draft.escort.name if draft.escort is not None else "",
        taken=int(draft.escort is not None),
    )


def label_of(driver: Driver | None) -> str:
    """张师傅(面包车), without phone and number plate."""
    return f"{driver.name}({driver.vehicle})" if driver is not None else ""


def when_of(trip: Trip) -> dict[str, str]:
    when = f"{clock.local(trip.starts_at):%Y-%m-%d %H:%M}"
    return {"direction": str(trip.direction), "when": when}


def check_hours(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if ends_at <= starts_at or ends_at - starts_at > LONGEST:
        raise Refusal(_("到的时间要晚于出发，并在 12 小时以内"), field="ends_at")
    if clock.local(starts_at).date() < clock.local(at).date():
        raise Refusal(_("这一天已经过了"), field="starts_at")


def keep_free(
    driver: Driver | None, escort: Person | None, starts_at: datetime, ends_at: datetime, but: Trip | None
) -> None:
    """Under the rows' locks (SQLite: the write lock), so that two plans at once see each other.

    Raises:
        Refusal: not driving any more, papers that do not hold, or elsewhere then.
    """
    people = {person for person in (escort.pk if escort else None, driver.person_id if driver else None) if person}
    list(Person.objects.everywhere().select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))
    if driver is not None:
        now = Driver.objects.of(driver.community_id).select_for_update().get(pk=driver.pk)
        may_drive(now, clock.local(starts_at).date())
        _elsewhere(queries.busy_driver(now, starts_at, ends_at, but).first(), now.name, "driver")
    if escort is not None:
        if driver is not None and driver.person_id == escort.pk:
            raise Refusal(_("司机自己不能当随车的人"), field="escort")
        _elsewhere(queries.busy_person(escort, starts_at, ends_at, but).first(), escort.name, "escort")


def may_drive(driver: Driver, day: date) -> None:
    """
    Raises:
        Refusal: does not take part, or licence or insurance end before `day`.
    """
    if not driver.is_active:
        raise Refusal(_("%(who)s现在不参加接送") % {"who": driver.name}, field="driver")
    for until, told in (
        (driver.licence_until, _("%(who)s的驾驶证到 %(until)s 为止，那天不能开车")),
        (driver.insurance_until, _("%(who)s的车险到 %(until)s 为止，那天不能开车")),
    ):
        if until < day:
            raise Refusal(told % {"who": driver.name, "until": f"{until:%Y-%m-%d}"}, field="driver", code="papers")


def _elsewhere(clash: Trip | None, name: str, field: str) -> None:
    if clash is not None:
        begin, end = clock.local(clash.starts_at), clock.local(clash.ends_at)
        told = _("%(who)s %(from)s 到 %(to)s 已有一趟车") % {
            "who": name, "from": f"{begin:%H:%M}", "to": f"{end:%H:%M}"
        }
        raise Refusal(told, field=field, code="busy")


def set_hours(trip: Trip, *, starts_at: datetime, ends_at: datetime, by: Access, at: datetime | None = None) -> None:
    """Other hours of the same day; who was told hears of it.

    Raises:
        Refusal: no right to, hours that cannot be, another day, or driver or escort are elsewhere then.
        Stale: it left already.
    """
    planner(by, trip)
    moment = at or clock.now()
    check_hours(starts_at, ends_at, moment)
    if clock.local(starts_at).date() != trip.day:
        raise Refusal(_("只能改同一天的时间；改日子请另排一趟"), field="starts_at")
    with transaction.atomic():
        keep_free(trip.driver, trip.escort, starts_at, ends_at, trip)
        if locked(trip).state != TripState.PLANNED:
            raise stale()
        changed(trip, starts_at=starts_at, ends_at=ends_at, said_late=False)
        note_trip("trip_hours", trip, by, moment, when_of(trip))
        if trip.told_at is not None:
            notices.tell_riders(trip)
            notices.tell_crew(trip, "list_changed")


def announce(trip: Trip, *, by: Access, at: datetime | None = None) -> str:
    """Tells driver (with a fresh link), escort and riders; from then on changes are told to whom they touch.

    Raises:
        Refusal: no right to, no driver, nobody to fetch, or an escort is wanted and nobody rides along.
        Stale: the trip is over.
    """
    planner(by, trip)
    if trip.driver is None:
        raise Refusal(_("先定司机"), code="driver")
    if not Seat.objects.of(by.community).filter(trip=trip).exclude(state__in=FREED_SEATS).exists():
        raise Refusal(_("车上还没有人"), code="empty")
    moment = at or clock.now()
    with transaction.atomic():
        locked(trip)
        links.fresh_link(trip)
        changed(trip, told_at=moment)
        note_trip("trip_told", trip, by, moment)
        url = links.address_of(trip)
        notices.tell_driver(trip, url)
        notices.tell_escort(trip)
        notices.tell_riders(trip)
    return url


def cancel_trip(trip: Trip, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """Calls off a car in which nobody sits or sat; its riders wait for another one.

    Raises:
        Refusal: no right to, nothing written.
        Stale: somebody sits in it, or sat, or it is over.
    """
    planner(by, trip)
    moment, note = at or clock.now(), written(reason, "reason")
    with transaction.atomic():
        rows = Seat.objects.of(by.community).filter(trip=trip, state=SeatState.PLANNED)
        seats = list(rows.select_related("ride__target"))
        lock_rides([row.ride for row in seats])
        locked(trip)
        # Somebody who was seated since the riders' locks were taken is not one of them: the office looks again.
        seen = {row.pk for row in seats}
        now = Seat.objects.of(by.community).filter(trip=trip, state__in=(SeatState.PLANNED, *TRAVELLED))
        if any(state in TRAVELLED or pk not in seen for pk, state in now.values_list("pk", "state")):
            raise stale()
        for row in seats:
            if trip.direction == Direction.OUT:
                set_ride(row.ride, (RideState.PLANNED,), state=RideState.ASKED)
            note_ride("unseated", row.ride, by, moment, note=note)
            if trip.told_at is not None:
                notices.tell_rider(row.ride, "wait_again", mark=f"{trip.pk}:{trip.version}")
        rows.delete()
        if trip.told_at is not None:
            notices.tell_crew(trip, "trip_cancelled")
        changed(trip, state=TripState.CANCELLED, closed_at=moment, end_reason=note, taken=0, wheelchairs=0,
                link_hash="", link_sealed="")
        note_trip("trip_cancelled", trip, by, moment, note=note)
