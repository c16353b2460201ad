"""Who may drive, and the places to which people are driven."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.core.people.queries import person_phone, phone_hash
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock, crypto, numbers
from huijia.serve.rides.actions.moves import planner, stale
from huijia.serve.rides.log import DRIVER
from huijia.serve.rides.models import Driver, RideTarget

MOST_SEATS = 55


@dataclass
class DriverDraft:
    """`phone` "" keeps the number that is there, or takes that of `person`."""

    name: str
    vehicle: str
    plate_number: str
    seats: int
    licence_until: date
    insurance_until: date
    phone: str = ""
    person: Person | None = None
    wheelchair_spaces: int = 0
    note: str = ""
    is_active: bool = True


def save_driver(
    driver: Driver | None, draft: DriverDraft, *, by: Access, version: int | None = None, at: datetime | None = None
) -> Driver:
    """A new driver, or other facts of one; trips that were given before keep the seats they had.

    Raises:
        Refusal: no right to, beside the field that is wrong, a number plate that another has.
        Stale: somebody else changed it since (`version`).
    """
    planner(by, driver, draft.person)
    row = driver or Driver(community=by.community)
    values = _facts(row, draft)
    try:
        with transaction.atomic():
            if driver is None:
                for name, value in values.items():
                    setattr(row, name, value)
                row.save(force_insert=True)
            else:
                seen = driver.version if version is None else version
                rows = Driver.objects.of(by.community).filter(pk=driver.pk, version=seen)
                if not rows.update(**values, version=F("version") + 1):
                    raise stale()
                row.refresh_from_db()
            ledger.record(
                "rides.driver_saved", subject=(DRIVER, row.pk), by=by.actor(), community_id=by.community.pk,
                at=at or clock.now(), data={"vehicle": row.vehicle},
            )
    except IntegrityError:
        raise Refusal(_("这个车牌已经登记过"), field="plate_number", code="taken") from None
    return row


def _facts(row: Driver, draft: DriverDraft) -> dict[str, object]:
    if not 1 <= draft.seats <= MOST_SEATS:
        raise Refusal(_("应在 %(least)s 到 %(most)s 之间") % {"least": 1, "most": MOST_SEATS}, field="seats")
    if not 0 <= draft.wheelchair_spaces <= draft.seats:
        raise Refusal(_("不能比座位多"), field="wheelchair_spaces")
    values: dict[str, object] = {
        "person": draft.person, "name": written(draft.name, "name", 40),
        "vehicle": written(draft.vehicle, "vehicle", 40),
        "plate_number": written(draft.plate_number, "plate_number", 12).upper().replace(" ", ""),
        "seats": draft.seats, "wheelchair_spaces": draft.wheelchair_spaces, "licence_until": draft.licence_until,
        "insurance_until": draft.insurance_until, "note": written(draft.note, "note", 120, required=False),
        "is_active": draft.is_active,
    }
    phone = draft.phone
    if not phone and draft.person is not None and draft.person.phone_sealed and not row.phone_sealed:
        phone = person_phone(draft.person)
    if phone or not row.phone_sealed:
        try:
            number = numbers.normal_phone(phone)
        except ValueError as error:
            raise Refusal(str(error), field="phone") from error
        values |= {"phone_sealed": crypto.seal(number), "phone_hash": phone_hash(number), "phone_tail": number[-4:]}
    return values


def reveal_driver_phone(driver: Driver, *, reason: str, by: Access, at: datetime | None = None) -> str:
    """The driver's number, one ledger entry.

    Raises:
        Refusal: no right to.
    """
    if driver.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    by.require("contacts.reveal")
    with transaction.atomic():
        ledger.record(
            "rides.phone_revealed", subject=(DRIVER, driver.pk), by=by.actor(), community_id=by.community.pk,
            at=at or clock.now(), data={"reason": str(reason)},
        )
    return crypto.open_sealed(driver.phone_sealed)


def save_target(
    target: RideTarget | None, *, name: str, by: Access, address: str = "", lon: float | None = None,
    lat: float | None = None, is_active: bool = True,
) -> RideTarget:
    """A place to which people are driven, or other words for one.

    Raises:
        Refusal: no right to, no name or one that is taken, half a point.
    """
    planner(by, target)
    if (lon is None) != (lat is None):
        raise Refusal(_("经度和纬度要一起填"), field="lon")
    if lon is not None and lat is not None and not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise Refusal(_("经纬度不对"), field="lon")
    row = target or RideTarget(community=by.community)
    row.name, row.address = written(name, "name", 60), written(address, "address", 120, required=False)
    row.lon, row.lat, row.is_active = lon, lat, is_active
    try:
        with transaction.atomic():
            row.save()
            ledger.record(
                "rides.target_saved", subject=("ride_target", row.pk), by=by.actor(), community_id=by.community.pk,
                data={"name": row.name},
            )
    except IntegrityError:
        raise Refusal(_("已有同名的地方"), field="name", code="taken") from None
    return row
