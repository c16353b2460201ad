"""Printing plates: what, how, and the batches that were printed."""

import zipfile
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.places import queries
from huijia.core.places.enums import PlateDesign, PlateSheet
from huijia.core.places.models import DoorPlate, PlateBatch
from huijia.core.places.plates import MOST_IN_BATCH
from huijia.core.places.queries import PlateFilters
from huijia.doors.desk.forms.plates import AgainForm, PrintForm, read_from
from huijia.doors.desk.plates import canvas, faces
from huijia.doors.desk.plates.words import many_on_a_sheet, pages, words_of
from huijia.doors.desk.views.plates import FILTERS, filters_in
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal

SIZE = 50
PART = 240
"""Plates on one page of the browser; more would be slow to lay out."""


def chosen_plates(access: Access, sent: QueryDict) -> list[DoorPlate]:
    """Those ticked (`chosen`), else all in use under the filters; at most one more than a batch takes."""
    ids = [int(pk) for pk in sent.getlist("chosen") if pk.isdecimal()][: MOST_IN_BATCH + 1]
    rows = queries.plates_of(access.community, filters_in(sent)).filter(revoked_at=None)
    if ids:
        rows = queries.plates_of(access.community, PlateFilters()).filter(pk__in=ids)
    return list(rows.select_related("grid").defer("grid__polygon").order_by("pk")[: MOST_IN_BATCH + 1])


@require_http_methods(["GET", "POST"])
def plates_print(request: HttpRequest) -> HttpResponse:
    """GET: what will be printed, and how. POST: writes the batch down and opens it."""
    access = open_for(request, "plates.manage")
    if request.method == "GET":
        return _form_page(request, access, PrintForm(access=access), request.GET)
    form = PrintForm(request.POST, access=access)
    if not form.is_valid():
        return _form_page(request, access, form, request.POST, status=422)
    try:
        batch = form.act(chosen_plates(access, request.POST))
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(request, access, form, request.POST, status=form.status)
    messages.success(request, _("第 %(batch)s 批已记下。接下来打开打印页，或下载制牌图。") % {"batch": batch})
    return redirect("desk:plate_batch", batch.pk)


def _form_page(
    request: HttpRequest, access: Access, form: PrintForm, sent: QueryDict, status: int = 200
) -> HttpResponse:
    found = chosen_plates(access, sent)
    ids = [pk for pk in sent.getlist("chosen") if pk.isdecimal()]
    filters = filters_in(sent)
    carried = [(name, getattr(filters, name)) for name in FILTERS if getattr(filters, name)]
    context = {
        "form": form, "count": min(len(found), MOST_IN_BATCH), "more": len(found) > MOST_IN_BATCH,
        "most": MOST_IN_BATCH,
        "carried": [("chosen", pk) for pk in ids] if ids else carried, "designs": _designs(access, found, form),
        "first": found[0] if found else None,
    }
    return render(request, "desk/plates_print.html", context, status=status)


def _designs(access: Access, found: list[DoorPlate], form: PrintForm) -> list[dict[str, Any]]:
    """Each design, drawn with the first plate of the selection."""
    if not found:
        return []
    width, height = 138, 95
    words = words_of(found[0], access.community)
    picked = form["design"].value()
    return [
        {
            "value": design.value, "label": design.label, "is_picked": design.value == picked,
            "picture": canvas.picture(
                faces.face(words, design, width, height), width, height, label=str(design.label), name="plate-sample"
            ),
        }
        for design in PlateDesign
    ]


@require_GET
def plate_batches(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "plates.manage")
    rows = PlateBatch.objects.of(access.community).select_related("again_of")
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: SIZE + 1])
    older = found[SIZE - 1].pk if len(found) > SIZE else None
    return render(request, "desk/plate_batches.html", {"batches": found[:SIZE], "older": older})


def _opened(request: HttpRequest, batch_id: int) -> tuple[Access, PlateBatch]:
    access = open_for(request, "plates.manage")
    batch = PlateBatch.objects.of(access.community).select_related("again_of").filter(pk=batch_id).first()
    if batch is None:
        raise Http404
    return access, batch


def _plates(batch: PlateBatch) -> Any:
    """Its plates in the order of printing; those taken out of use since are left out of new paper by the caller."""
    rows = DoorPlate.objects.of(batch.community_id).filter(prints__batch=batch)
    return rows.select_related("grid").defer("grid__polygon").order_by("prints__place")


@require_GET
def plate_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch: print it, take its pictures, print it again or only what came out wrong."""
    access, batch = _opened(request, batch_id)
    return _batch_page(request, access, batch, AgainForm(access=access))


def _batch_page(
    request: HttpRequest, access: Access, batch: PlateBatch, form: AgainForm, status: int = 200
) -> HttpResponse:
    step = _step(batch)
    page = _number(request.GET.get("page", ""), 1)
    found = list(_plates(batch)[(page - 1) * SIZE : page * SIZE + 1])
    context = {
        "batch": batch, "form": form, "plates": found[:SIZE], "page": page,
        "next": page + 1 if len(found) > SIZE else 0,
        "parts": [
            {"number": number, "first": start + 1, "last": min(start + step, batch.count)}
            for number, start in enumerate(range(0, batch.count, step), start=1)
        ],
        "sheets": -(-batch.count // many_on_a_sheet(batch)), "is_svg": batch.sheet == PlateSheet.SVG,
        "is_strips": batch.sheet == PlateSheet.STRIPS, "is_stickers": batch.sheet == PlateSheet.STICKERS,
        "digits": read_from(access.community.hotline, (batch.width_mm, batch.height_mm)),
        "reprints": list(batch.reprints.all()[:10]),
    }
    return render(request, "desk/plate_batch.html", context, status=status)


def _step(batch: PlateBatch) -> int:
    """Plates in one part: whole sheets."""
    many = many_on_a_sheet(batch)
    return max(1, PART // many) * many


def _number(text: str, least: int) -> int:
    return max(least, int(text)) if text.isdecimal() and len(text) < 6 else least


@require_POST
def plate_batch_again(request: HttpRequest, batch_id: int) -> HttpResponse:
    """A reprint: what is ticked, or all of it. Same tokens; what is out of use by now is left out."""
    access, batch = _opened(request, batch_id)
    form = AgainForm(request.POST, access=access)
    if not form.is_valid():
        return _batch_page(request, access, batch, form, status=422)
    rows = _plates(batch).filter(revoked_at=None)
    ids = [int(pk) for pk in request.POST.getlist("chosen") if pk.isdecimal()]
    try:
        again = form.act(batch, list(rows.filter(pk__in=ids) if ids else rows))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _batch_page(request, access, batch, form, status=form.status)
    messages.success(request, _("第 %(batch)s 批已记下，二维码不变。接下来打开打印页。") % {"batch": again})
    return redirect("desk:plate_batch", again.pk)


@require_GET
def plate_batch_print(request: HttpRequest, batch_id: int) -> HttpResponse:
    """`part` from 1: the sheets of A4, drawn to the millimetre."""
    access, batch = _opened(request, batch_id)
    if batch.sheet == PlateSheet.SVG:
        return HttpResponseRedirect("../")
    step = _step(batch)
    part = min(_number(request.GET.get("part", ""), 1), -(-batch.count // step))
    found = [plate for plate in _plates(batch)[(part - 1) * step : part * step] if plate.revoked_at is None]
    context = {
        "batch": batch, "part": part, "parts": -(-batch.count // step),
        "sheets": pages(batch, found, access.community),
        "is_strips": batch.sheet == PlateSheet.STRIPS,
    }
    return render(request, "desk/plates_paper.html", context)


def _drawn(plate: DoorPlate, batch: PlateBatch, access: Access) -> str:
    size = (batch.width_mm, batch.height_mm)
    shapes = faces.face(words_of(plate, access.community), PlateDesign(batch.design), *size, error="h")
    return canvas.picture(shapes, *size, label=plate.place_name)


@require_GET
def plate_svg(request: HttpRequest, batch_id: int, plate_id: int) -> HttpResponse:
    """One plate for a sign maker: exact millimetres, correction H, text as text."""
    access, batch = _opened(request, batch_id)
    plate = _plates(batch).filter(pk=plate_id, revoked_at=None).first()
    if plate is None:
        raise Http404
    answer = HttpResponse(_drawn(plate, batch, access), content_type="image/svg+xml")
    answer["Content-Disposition"] = content_disposition_header(True, _file_name(plate)) or "attachment"
    return answer


@require_GET
def plate_batch_zip(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    """All plates of the batch as SVG, written while it is sent."""
    access, batch = _opened(request, batch_id)
    plates = [plate for plate in _plates(batch) if plate.revoked_at is None]
    answer = StreamingHttpResponse(_zipped(plates, batch, access), content_type="application/zip")
    name = _("服务牌-第%(batch)s批.zip") % {"batch": batch}
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _file_name(plate: DoorPlate) -> str:
    safe = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in plate.place_name)
    return f"{plate.pk:05d}-{safe[:60]}.svg"


class _Pipe:
    """What a zip writes, to be sent on."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(piece)
        return len(piece)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        piece, self.pieces = b"".join(self.pieces), []
        return piece


def _zipped(plates: list[DoorPlate], batch: PlateBatch, access: Access) -> Iterator[bytes]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for plate in plates:
            archive.writestr(_file_name(plate), _drawn(plate, batch, access))
            yield pipe.taken()
    yield pipe.taken()


