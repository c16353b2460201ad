"""网格服务牌: the list with its counts, issuing, and one plate with what can be done to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huijia.core.places import plates as verbs
from huijia.core.places import queries
from huijia.core.places.enums import PlateState, PlateTrouble, ToldBy
from huijia.core.places.models import DoorPlate, Grid, Group
from huijia.core.places.queries import PlateFilters
from huijia.doors.desk.forms.plates import IssueForm, MountForm, ReasonForm, TroubleForm
from huijia.doors.desk.plates import canvas
from huijia.doors.desk.plates.words import url_of
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal

SIZE = 50
FILTERS = ("grid", "group", "building", "state", "q")


def filters_in(sent: Any) -> PlateFilters:
    """The filters that an address or a form carries."""
    return PlateFilters(**{name: sent.get(name, "").strip()[:60] for name in FILTERS})


@require_GET
def plates(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "plates.manage")
    return _page(request, access, IssueForm(access=access))


def _page(request: HttpRequest, access: Access, form: IssueForm, status: int = 200) -> HttpResponse:
    filters = filters_in(request.GET)
    rows = queries.plates_of(access.community, filters)
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("grid").defer("grid__polygon").order_by("-pk")[: SIZE + 1])
    bare = queries.bare_by_grid(access.community)
    if filters != PlateFilters():
        bare = [one for one in bare if str(one[0]) == filters.grid]
    context = {
        "plates": found[:SIZE], "older": found[SIZE - 1].pk if len(found) > SIZE else None, "form": form,
        "filters": filters, "bare": bare, "views": _views(access, filters),
        "is_filtered": filters != PlateFilters(), "is_gone": filters.state in (PlateState.LOST, PlateState.REVOKED),
        **choices(access, filters),
    }
    return render(request, "desk/plates.html", context, status=status)


def choices(access: Access, filters: PlateFilters) -> dict[str, Any]:
    """What the filters offer; three statements."""
    return {
        "grids": list(Grid.objects.of(access.community).defer("polygon").order_by("code")),
        "groups": list(Group.objects.of(access.community)),
        "buildings": queries.buildings_of(access.community, filters.grid),
    }


def _views(access: Access, filters: PlateFilters) -> list[dict[str, Any]]:
    counts = queries.count_plates(access.community, filters)
    gone = counts[PlateState.LOST] + counts[PlateState.REVOKED]
    first = {"state": "", "label": _("在用"), "count": sum(counts.values()) - gone}
    rest = [{"state": state.value, "label": state.label, "count": counts[state]} for state in PlateState]
    return [{**view, "active": view["state"] == filters.state} for view in (first, *rest)]


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
    """Plates for the homes of one grid that have none. Pressing again finds none left."""
    access = open_for(request, "plates.manage")
    sent = request.POST.get("grid", "")
    grid = Grid.objects.of(access.community).filter(pk=sent).first() if sent.isdecimal() else None
    if grid is None:
        raise Http404
    made = verbs.issue_to_homes(grid, by=access)
    messages.success(request, _("发了 %(count)s 块牌。接下来打印，贴到门上。") % {"count": len(made)})
    return redirect(f"{reverse('desk:plates')}?grid={grid.pk}")


def plate_of(access: Access, plate_id: int) -> DoorPlate:
    """
    Raises:
        Http404: not of this community, or not in the grids of this login.
    """
    rows = DoorPlate.objects.of(access.community).select_related("grid", "group", "replaces").defer("grid__polygon")
    if access.grids is not None:
        rows = rows.filter(grid_id__in=access.grids)
    plate = rows.filter(pk=plate_id).first()
    if plate is None:
        raise Http404
    return plate


@require_GET
def plate(request: HttpRequest, plate_id: int) -> HttpResponse:
    """One plate: its code, what became of it, in which batches it was printed, and what can be done now."""
    access = open_for(request, "plates.manage", "plates.walk")
    return plate_page(request, access, plate_of(access, plate_id))


def plate_page(
    request: HttpRequest, access: Access, found: DoorPlate, status: int = 200, **more: Any
) -> HttpResponse:
    side = 40.0
    context = {
        "plate": found, "qr": canvas.picture(canvas.qr(url_of(found), 0, 0, side), side, side, name="plate-qr"),
        "state": state_words(found), "is_lost": found.trouble == PlateTrouble.LOST,
        "next": DoorPlate.objects.of(access.community).filter(replaces=found).first(),
        "prints": list(found.prints.select_related("batch").order_by("-pk")[:10]),
        "may_manage": access.may("plates.manage"), "may_walk": access.may("plates.walk"),
        "troubles": PlateTrouble.choices, "tolds": ToldBy.choices, **more,
    }
    return render(request, "desk/plate.html", context, status=status)


def state_words(plate: DoorPlate) -> str:
    """What a reader is told first of a plate."""
    if plate.trouble and plate.revoked_at is None:
        return str(PlateState.DAMAGED.label)
    if plate.revoked_at is not None:
        return str((PlateState.LOST if plate.trouble == PlateTrouble.LOST else PlateState.REVOKED).label)
    if plate.mounted_on:
        return str(PlateState.MOUNTED.label)
    return str((PlateState.UNMOUNTED if plate.printed_at else PlateState.UNPRINTED).label)


def _refused(request: HttpRequest, access: Access, found: DoorPlate, refusal: Refusal) -> HttpResponse:
    """The page again, as it is now, with why not."""
    messages.error(request, str(refusal))
    fresh = plate_of(access, found.pk)
    return plate_page(request, access, fresh, status=409 if refusal.code == "stale" else 422)


@require_POST
def plate_revoke(request: HttpRequest, plate_id: int) -> HttpResponse:
    access = open_for(request, "plates.manage")
    found = plate_of(access, plate_id)
    form = ReasonForm(request.POST, access=access)
    if not form.is_valid():
        messages.error(request, _("请写明为什么停用"))
        return plate_page(request, access, found, status=422)
    verbs.revoke_plate(found, reason=form.cleaned_data["reason"], by=access)
    told = _("%(place)s的牌已停用，扫码只显示热线。需要时可以另发一块。")
    messages.success(request, told % {"place": found.place_name})
    return redirect("desk:plates")


@require_POST
def plate_replace(request: HttpRequest, plate_id: int) -> HttpResponse:
    """A new token for the same place; the old one leads to the hotline."""
    access = open_for(request, "plates.manage")
    found = plate_of(access, plate_id)
    form = ReasonForm(request.POST, access=access)
    if not form.is_valid():
        messages.error(request, _("请写明为什么换牌"))
        return plate_page(request, access, found, status=422)
    try:
        new = verbs.replace_plate(found, reason=form.cleaned_data["reason"], by=access)
    except Refusal as refusal:
        return _refused(request, access, found, refusal)
    messages.success(request, _("已换新牌，旧的二维码停用。接下来打印新牌，贴到门上。"))
    return redirect("desk:plate", new.pk)


@require_POST
def plate_trouble(request: HttpRequest, plate_id: int) -> HttpResponse:
    access = open_for(request, "plates.walk")
    found = plate_of(access, plate_id)
    form = TroubleForm(request.POST, access=access)
    if not form.is_valid():
        messages.error(request, _("请选丢失还是损坏，以及从哪里知道"))
        return plate_page(request, access, found, status=422)
    what = PlateTrouble(form.cleaned_data["what"])
    try:
        verbs.report_trouble(found, what=what, told=ToldBy(form.cleaned_data["told"]), by=access)
    except Refusal as refusal:
        return _refused(request, access, found, refusal)
    if what == PlateTrouble.LOST:
        messages.success(request, _("已记丢失，旧二维码从现在起只显示热线。社区会换一块新牌。"))
    else:
        messages.success(request, _("已记损坏，二维码还能用。社区会重印一块。"))
    return redirect("desk:plate", found.pk)


@require_POST
def plate_found(request: HttpRequest, plate_id: int) -> HttpResponse:
    access = open_for(request, "plates.walk")
    found = plate_of(access, plate_id)
    try:
        verbs.found_plate(found, by=access)
    except Refusal as refusal:
        return _refused(request, access, found, refusal)
    messages.success(request, _("已恢复使用，二维码又能扫了。贴好后请勾“已张贴”。"))
    return redirect("desk:plate", found.pk)


@require_POST
def plate_mount(request: HttpRequest, plate_id: int) -> HttpResponse:
    """`off`: it does not hang there after all. From the walk (htmx) one line comes back, else the plate's page."""
    access = open_for(request, "plates.walk")
    found = plate_of(access, plate_id)
    form = MountForm(request.POST, access=access)
    if not form.is_valid():
        messages.error(request, _("日期不对，请检查"))
        return plate_page(request, access, found, status=422)
    try:
        if request.POST.get("off"):
            verbs.unmount_plate(found, by=access)
        else:
            verbs.mount_plate(found, on=form.cleaned_data["on"], by=access)
    except Refusal as refusal:
        return _refused(request, access, found, refusal)
    found = plate_of(access, plate_id)
    if getattr(request, "htmx", None):
        return render(request, "desk/_walk_row.html", {"plate": found})
    messages.success(request, _("已记张贴。") if found.mounted_on else _("已改为未张贴。"))
    return redirect("desk:plate", found.pk)
