"""网格服务牌: list, issue, revoke, and the sheets to print."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huijia.core.places import actions
from huijia.core.places.models import DoorPlate, Dwelling, Grid
from huijia.doors.desk.forms.plates import IssueForm, RevokeForm
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal

SIZE = 50
SHEETS = 60
AT_ONCE = 200


@require_GET
def plates(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "plates.manage")
    return _page(request, access, IssueForm(access=access))


def _page(request: HttpRequest, access: Access, form: IssueForm, status: int = 200) -> HttpResponse:
    filters = {name: request.GET.get(name, "").strip()[:60] for name in ("grid", "q", "state")}
    rows = _narrowed(access, filters)
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("grid").order_by("-pk")[: SIZE + 1])
    bare = _without_plate(access, filters["grid"])[: AT_ONCE + 1].count() if filters["grid"].isdecimal() else 0
    context = {
        "plates": found[:SIZE], "older": found[SIZE - 1].pk if len(found) > SIZE else None, "form": form,
        "filters": filters, "grids": Grid.objects.of(access.community).order_by("code"), "bare": min(bare, AT_ONCE),
        "is_filtered": any(filters.values()), "reason": request.GET.get("revoke", ""),
    }
    return render(request, "desk/plates.html", context, status=status)


def _narrowed(access: Access, filters: dict[str, str]) -> QuerySet[DoorPlate]:
    rows = DoorPlate.objects.of(access.community)
    rows = rows.filter(revoked_at__isnull=filters["state"] != "revoked")
    if filters["grid"]:
        rows = rows.filter(grid_id=int(filters["grid"])) if filters["grid"].isdecimal() else rows.none()
    for word in filters["q"].split():
        rows = rows.filter(place_name__icontains=word)
    return rows


def _without_plate(access: Access, grid: str) -> QuerySet[Dwelling]:
    """Homes of a grid that have no plate in use."""
    plate = DoorPlate.objects.of(access.community).filter(dwelling=OuterRef("pk"), revoked_at=None)
    return Dwelling.objects.of(access.community).filter(~Exists(plate), grid_id=int(grid)).order_by("pk")


@require_POST
def plate_issue(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "plates.manage")
    form = IssueForm(request.POST, access=access)
    if not form.is_valid():
        return _page(request, access, form, status=422)
    try:
        plate = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, form, status=422)
    messages.success(request, _("已给%(place)s发牌。接下来打印，贴到门上。") % {"place": plate.place_name})
    return redirect("desk:plates")


@require_POST
def plates_issue_grid(request: HttpRequest) -> HttpResponse:
    """Plates for the homes of one grid that have none, at most 200 at once. Pressing again finds none left."""
    access = open_for(request, "plates.manage")
    grid = request.POST.get("grid", "")
    if not grid.isdecimal():
        raise Http404
    homes = list(_without_plate(access, grid).select_related("grid", "group")[:AT_ONCE])
    new = [
        DoorPlate(place_name=home.address, grid=home.grid, dwelling=home, group=home.group, lon=home.lon, lat=home.lat)
        for home in homes
    ]
    made = actions.issue_plates(new, by=access) if new else []
    messages.success(request, _("发了 %(count)s 块牌。接下来打印，贴到门上。") % {"count": len(made)})
    return redirect(f"{reverse('desk:plates')}?grid={grid}")


@require_POST
def plate_revoke(request: HttpRequest, plate_id: int) -> HttpResponse:
    access = open_for(request, "plates.manage")
    plate = DoorPlate.objects.of(access.community).filter(pk=plate_id).first()
    if plate is None:
        raise Http404
    form = RevokeForm(request.POST, access=access)
    if not form.is_valid():
        messages.error(request, _("请写明为什么停用"))
        return _page(request, access, IssueForm(access=access), status=422)
    actions.revoke_plate(plate, reason=form.cleaned_data["reason"], by=access)
    told = _("%(place)s的牌已停用，扫码只显示热线。需要时可以另发一块。")
    messages.success(request, told % {"place": plate.place_name})
    return redirect("desk:plates")


@dataclass(frozen=True)
class Sheet:
    """One plate on paper; `qr` is a picture as a data address."""

    plate: DoorPlate
    qr: str


@require_GET
def plates_print(request: HttpRequest) -> HttpResponse:
    """`chosen`: ids of plates; without any, the first 60 of the list as it is filtered. Two on a page of A4."""
    access = open_for(request, "plates.manage")
    filters = {name: request.GET.get(name, "").strip()[:60] for name in ("grid", "q")} | {"state": ""}
    rows = _narrowed(access, filters)
    chosen = [int(pk) for pk in request.GET.getlist("chosen") if pk.isdecimal()]
    if chosen:
        rows = rows.filter(pk__in=chosen[:SHEETS])
    found = list(rows.select_related("grid").order_by("pk")[: SHEETS + 1])
    sheets = [Sheet(plate, _qr(plate)) for plate in found[:SHEETS]]
    context = {"sheets": sheets, "more": len(found) > SHEETS, "most": SHEETS, "address": settings.PUBLIC_URL}
    return render(request, "desk/plates_print.html", context)


def _qr(plate: DoorPlate) -> str:
    """Error correction Q: a plate that a quarter of is scratched off can still be read."""
    code = segno.make(f"{settings.PUBLIC_URL}/d/{plate.token}/", error="q", micro=False)
    return str(code.svg_data_uri(border=2, scale=4))
