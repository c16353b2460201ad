"""我家门口 on paper: one A4 sheet for a door, in big letters, for those without a phone."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from huijia.core.matters.nearby import Change, changes_at
from huijia.core.places import queries
from huijia.core.places.models import DoorPlate
from huijia.doors.desk.plates import canvas
from huijia.doors.desk.plates.small import Named
from huijia.doors.desk.plates.words import people_at, url_of
from huijia.doors.desk.views.plates import filters_in
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules, options
from huijia.lib import clock
from huijia.serve.station.models import Programme
from huijia.serve.station.queries import running

PART = 60
QR_MM = 38.0
CHANGES, PROGRAMMES = 4, 4


@dataclass(frozen=True)
class Sheet:
    """What the door's own page shows, on paper: nothing of who lives there."""

    plate: DoorPlate
    people: list[Named]
    changes: list[Change]
    qr: SafeString


@require_GET
def door_sheets(request: HttpRequest) -> HttpResponse:
    """The doors ticked (`chosen`), else those under the filters; sixty on a page, `after` the id of the last one."""
    access = open_for(request, "plates.manage", "plates.walk")
    ids = [int(pk) for pk in request.GET.getlist("chosen") if pk.isdecimal()][:PART]
    rows = queries.plates_of(access.community, filters_in(request.GET)).filter(revoked_at=None)
    if ids:
        rows = DoorPlate.objects.of(access.community).filter(pk__in=ids, revoked_at=None)
    if access.grids is not None:
        rows = rows.filter(grid_id__in=access.grids)
    after = request.GET.get("after", "")
    if after.isdecimal():
        rows = rows.filter(pk__gt=int(after))
    found = list(rows.select_related("grid", "group").defer("grid__polygon").order_by("pk")[: PART + 1])
    context = {
        "sheets": sheets_of(found[:PART], access), "hours": options.get(access.community, "office_hours_note"),
        "programmes": _programmes(access),
        "after": found[PART - 1].pk if len(found) > PART else None, "most": PART, "printed_at": clock.now(),
    }
    return render(request, "desk/door_sheets.html", context)


def _programmes(access: Access) -> list[Programme]:
    """What takes place at the station week by week, the same on every door's sheet."""
    on = modules.is_on(access.community, "station")
    return list(running(access.community, clock.today())[:PROGRAMMES]) if on else []


def sheets_of(plates: list[DoorPlate], access: Access) -> list[Sheet]:
    """A fixed number of statements, however many doors."""
    people = people_at(plates, access.community)
    changes = changes_at(plates, access.community, most=CHANGES)
    return [
        Sheet(
            plate, people[plate.pk], changes[plate.pk],
            canvas.picture(canvas.qr(url_of(plate), 0, 0, QR_MM), QR_MM, QR_MM, name="sheet-qr"),
        )
        for plate in plates
    ]
