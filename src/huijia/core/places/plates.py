"""Every write of plates: issue, print, mount, lose, find, replace, revoke."""

import uuid as uuids
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.core.places import queries
from huijia.core.places.enums import PlateDesign, PlateSheet, PlateTrouble, ToldBy
from huijia.core.places.models import DoorPlate, Dwelling, Grid, Group, PlateBatch, PlatePrint
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock, crypto

TOKEN_BITS = 96
MOST_IN_BATCH = 2000
MOST_AT_ONCE = 500
_LOST = "丢失"


def issue_plate(
    *, place_name: str, grid: Grid, by: Access, dwelling: Dwelling | None = None, group: Group | None = None,
    lon: float | None = None, lat: float | None = None, at: datetime | None = None,
) -> DoorPlate:
    """A new plate with a fresh opaque token for a door or a public spot. A place has one plate in use at a time."""
    by.require("plates.manage")
    moment = at or clock.now()
    same = Q(dwelling=dwelling) if dwelling is not None else Q(dwelling=None, grid=grid, place_name=place_name)
    with transaction.atomic():
        held = _held(grid, by)
        if DoorPlate.objects.of(by.community).filter(same, revoked_at=None).exists():
            raise Refusal(_("这里已有在用的服务牌；要换新的，请先停用旧的"), field="place_name")
        plate = DoorPlate.objects.create(
            community=by.community, token=crypto.new_token(TOKEN_BITS), place_name=place_name, grid=held,
            dwelling=dwelling, group=group, lon=lon, lat=lat, issued_at=moment,
        )
        ledger.record(
            "places.plate_issued", subject=("plate", plate.pk), by=by.actor(), community_id=by.community.pk,
            at=moment, data={"place": place_name},
        )
    return plate


def issue_plates(plates: Iterable[DoorPlate], *, by: Access, at: datetime | None = None) -> list[DoorPlate]:
    """Bulk verb beside `issue_plate`: unsaved plates get tokens; one ledger entry says how many."""
    by.require("plates.manage")
    moment = at or clock.now()
    made = list(plates)
    for plate in made:
        plate.community, plate.token, plate.issued_at = by.community, crypto.new_token(TOKEN_BITS), moment
    with transaction.atomic():
        made = DoorPlate.objects.bulk_create(made, batch_size=500)
        ledger.record(
            "places.plate_issued", subject=("community", by.community.pk), by=by.actor(),
            community_id=by.community.pk, at=moment, data={"place": f"{len(made)}"},
        )
    return made


def _held(grid: Grid, by: Access) -> Grid:
    """Within the caller's transaction: who issues plates in this grid does so one after the other."""
    return Grid.objects.of(by.community).select_for_update().defer("polygon").get(pk=grid.pk)


def issue_to_homes(grid: Grid, *, by: Access, at: datetime | None = None) -> list[DoorPlate]:
    """Plates for the homes of `grid` that have none, 500 at most. Of two at once the second finds none left."""
    by.require("plates.manage")
    with transaction.atomic():
        held = _held(grid, by)
        homes = list(queries.without_plate(by.community, held.pk).select_related("group")[:MOST_AT_ONCE])
        new = [
            DoorPlate(place_name=home.address, grid=held, dwelling=home, group=home.group, lon=home.lon, lat=home.lat)
            for home in homes
        ]
        return issue_plates(new, by=by, at=at) if new else []


def revoke_plate(plate: DoorPlate, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """From now on the token answers with the hotline number only. Doing it twice changes nothing."""
    by.require("plates.manage")
    moment = at or clock.now()
    with transaction.atomic():
        rows = DoorPlate.objects.of(by.community).filter(pk=plate.pk, revoked_at=None)
        if rows.update(revoked_at=moment, revoked_reason=reason):
            ledger.record(
                "places.plate_revoked", subject=("plate", plate.pk), by=by.actor(), community_id=by.community.pk,
                at=moment, data={"place": plate.place_name, "reason": reason},
            )


def _record(kind: str, plate: DoorPlate, by: Access, at: datetime, **data: Any) -> None:
    ledger.record(
        f"places.{kind}", subject=("plate", plate.pk), by=by.actor(), community_id=by.community.pk, at=at,
        data={"place": plate.place_name, **data},
    )


def _stale() -> Refusal:
    return Refusal(_("这块牌刚刚有了变化，请看最新情况"), code="stale")


def _check_grid(plate: DoorPlate, by: Access) -> None:
    if plate.community_id != by.community.pk or (by.grids is not None and plate.grid_id not in by.grids):
        raise Refusal(_("这块牌不在您的网格"), code="forbidden")


def _in_use_at(plate: DoorPlate) -> bool:
    """Whether another plate in use hangs at the same place."""
    rows = DoorPlate.objects.of(plate.community_id).filter(revoked_at=None).exclude(pk=plate.pk)
    if plate.dwelling_id is not None:
        return rows.filter(dwelling_id=plate.dwelling_id).exists()
    return rows.filter(dwelling=None, grid_id=plate.grid_id, place_name=plate.place_name).exists()


def replace_plate(plate: DoorPlate, *, reason: str, by: Access, at: datetime | None = None) -> DoorPlate:
    """A new plate with a new token at the same place; the old token is out of use from this moment.

    Raises:
        Refusal: it was replaced already, or another plate is in use there.
    """
    by.require("plates.manage")
    moment = at or clock.now()
    _check_grid(plate, by)
    try:
        with transaction.atomic():
            _held(plate.grid, by)
            if DoorPlate.objects.of(by.community).filter(replaces=plate).exists():
                raise Refusal(_("这块牌已经换过新牌了"), code="stale")
            if _in_use_at(plate):
                raise Refusal(_("这里已有在用的服务牌；要换新的，请先停用旧的"), code="stale")
            rows = DoorPlate.objects.of(by.community).filter(pk=plate.pk, revoked_at=None)
            rows.update(revoked_at=moment, revoked_reason=reason[:120])
            new = DoorPlate.objects.create(
                community=by.community, token=crypto.new_token(TOKEN_BITS), place_name=plate.place_name,
                grid_id=plate.grid_id, dwelling_id=plate.dwelling_id, group_id=plate.group_id, lon=plate.lon,
                lat=plate.lat, issued_at=moment, replaces=plate,
            )
            _record("plate_replaced", new, by, moment, reason=reason[:120])
    except IntegrityError:
        raise _stale() from None
    return new


def report_trouble(
    plate: DoorPlate, *, what: PlateTrouble, told: ToldBy, by: Access, at: datetime | None = None
) -> None:
    """Lost: its token is out of use at once. Damaged: it can still be scanned until another hangs there.

    Raises:
        Refusal: not in one's grids, or no longer in use.
    """
    by.require("plates.walk")
    moment = at or clock.now()
    _check_grid(plate, by)
    changes: dict[str, Any] = {"trouble": what, "trouble_at": moment, "trouble_told": told}
    if what == PlateTrouble.LOST:
        changes |= {"revoked_at": moment, "revoked_reason": _LOST}
    with transaction.atomic():
        rows = DoorPlate.objects.of(by.community).filter(pk=plate.pk, revoked_at=None).exclude(trouble=what)
        if not rows.update(**changes):
            raise _stale()
        _record(f"plate_{what.value}", plate, by, moment, told=told.value)


def found_plate(plate: DoorPlate, *, by: Access, at: datetime | None = None) -> None:
    """A lost plate turned up before a new one was made: its token leads to the page again.

    Raises:
        Refusal: it is not lost, or another plate hangs there by now.
    """
    by.require("plates.walk")
    moment = at or clock.now()
    _check_grid(plate, by)
    with transaction.atomic():
        _held(plate.grid, by)
        if _in_use_at(plate):
            raise Refusal(_("这里已经换了新牌，找回的旧牌请收回，不能再用"), code="stale")
        rows = DoorPlate.objects.of(by.community).filter(pk=plate.pk, trouble=PlateTrouble.LOST, replaced_by=None)
        if not rows.update(trouble="", trouble_at=None, trouble_told="", revoked_at=None, revoked_reason=""):
            raise _stale()
        _record("plate_found", plate, by, moment)


def mount_plate(plate: DoorPlate, *, by: Access, on: date | None = None, at: datetime | None = None) -> None:
    """It hangs at its door since `on` (today). A damaged one was hung anew. Doing it twice changes nothing.

    Raises:
        Refusal: not in one's grids, out of use, or a day that is still to come.
    """
    by.require("plates.walk")
    moment = at or clock.now()
    day = on or clock.local(moment).date()
    _check_grid(plate, by)
    if day > clock.local(moment).date():
        raise Refusal(_("张贴日期不能晚于今天"), field="on")
    with transaction.atomic():
        rows = DoorPlate.objects.of(by.community).filter(pk=plate.pk, revoked_at=None)
        changed = rows.filter(Q(mounted_on=None) | ~Q(trouble="")).update(
            mounted_on=day, trouble="", trouble_at=None, trouble_told=""
        )
        if changed:
            _record("plate_mounted", plate, by, moment, day=day.isoformat())
        elif not rows.exists():
            raise _stale()


def unmount_plate(plate: DoorPlate, *, by: Access, at: datetime | None = None) -> None:
    """It does not hang there after all (a wrong tick). Doing it twice changes nothing."""
    by.require("plates.walk")
    moment = at or clock.now()
    _check_grid(plate, by)
    with transaction.atomic():
        rows = DoorPlate.objects.of(by.community).filter(pk=plate.pk, revoked_at=None).exclude(mounted_on=None)
        if rows.update(mounted_on=None):
            _record("plate_unmounted", plate, by, moment)


def print_batch(
    plates: Sequence[DoorPlate], *, uuid: uuids.UUID, design: PlateDesign, sheet: PlateSheet, size: tuple[int, int],
    by: Access, note: str = "", again_of: PlateBatch | None = None, at: datetime | None = None,
) -> PlateBatch:
    """Writes down what goes to the printer, in this order. `size`: width and height of a plate in mm.

    The same `uuid` again gives the batch that is there. A reprint keeps the tokens.

    Raises:
        Refusal: no plate, more than `MOST_IN_BATCH`, or one that is out of use.
    """
    by.require("plates.manage")
    moment = at or clock.now()
    content = (design, sheet, *size, note, *(plate.pk for plate in plates))
    there = PlateBatch.objects.of(by.community).filter(uuid=uuid).first()
    if there is not None:
        return retries.same(there, *content)
    if not plates:
        raise Refusal(_("没有可以打印的服务牌"), code="empty")
    if len(plates) > MOST_IN_BATCH:
        raise Refusal(_("一批最多 %(most)s 块，请缩小范围") % {"most": MOST_IN_BATCH}, code="too_many")
    if any(plate.revoked_at is not None or plate.community_id != by.community.pk for plate in plates):
        raise Refusal(_("停用的服务牌不能打印"), code="revoked")
    with transaction.atomic():
        batch = PlateBatch.objects.create(
            community=by.community, uuid=uuid, draft_hash=retries.hash_of(*content), design=design,
            sheet=sheet, width_mm=size[0], height_mm=size[1],
            note=note.strip()[:120], count=len(plates), made_at=moment, made_by_id=by.user_id,
            made_by_label=by.label[:80], again_of=again_of,
        )
        PlatePrint.objects.bulk_create(
            [
                PlatePrint(community=by.community, batch=batch, plate=plate, place=place)
                for place, plate in enumerate(plates, start=1)
            ],
            batch_size=500,
        )
        if sheet != PlateSheet.STRIPS:
            _mark_printed(batch, moment)
        ledger.record(
            "places.plates_printed", subject=("plate_batch", batch.pk), by=by.actor(), community_id=by.community.pk,
            at=moment, data={"batch": str(batch), "count": len(plates), "sheet": sheet.value},
        )
    return batch


def _mark_printed(batch: PlateBatch, at: datetime) -> None:
    printed = PlatePrint.objects.of(batch.community_id).filter(batch=batch).values("plate_id")
    DoorPlate.objects.of(batch.community_id).filter(pk__in=printed).update(printed_at=at)
