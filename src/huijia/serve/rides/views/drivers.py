"""Pages of drivers and of the places to which people are driven."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.rides import actions
from huijia.serve.rides.forms.drivers import DriverForm, TargetForm
from huijia.serve.rides.models import Driver, RideTarget
from huijia.serve.rides.views.entry import entered

FACTS = (
    "name", "vehicle", "plate_number", "seats", "wheelchair_spaces", "licence_until", "insurance_until", "note",
    "is_active", "version",
)
MOST = 300


@require_http_methods(["GET", "POST"])
def drivers(request: HttpRequest) -> HttpResponse:
    """All drivers, those whose papers end first in sight, and a form for another."""
    return _driver(request, entered(request, "rides.plan"), None)


@require_http_methods(["GET", "POST"])
def driver(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request, "rides.plan")
    row = Driver.objects.of(access.community).select_related("person").filter(pk=pk).first()
    if row is None:
        raise Http404
    return _driver(request, access, row)


def _driver(request: HttpRequest, access: Access, row: Driver | None) -> HttpResponse:
    first = {name: getattr(row, name) for name in FACTS} | {"person": row.person_id} if row is not None else {}
    form = DriverForm(
        request.POST if request.method == "POST" else None, access=access, driver=row, initial=first
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = form.act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(who)s的信息已保存，派车时就能选。") % {"who": saved.name})
            return redirect("rides:drivers")
    today = clock.today()
    rows = list(Driver.objects.of(access.community).order_by("-is_active", "pk")[:MOST])
    context = {
        "form": form, "driver": row, "may_call": row is not None and access.may("contacts.reveal"),
        "rows": [{"driver": one, "lamp": _lamp(one)} for one in rows], "today": today,
    }
    return render(request, "rides/drivers.html", context, status=form.status if request.method == "POST" else 200)


def _lamp(driver: Driver) -> str:
    """Red: may not drive today; yellow: not in a month."""
    left = (driver.papers_until - clock.today()).days
    return "red" if left < 0 else "yellow" if left < 30 else "green"


@require_POST
def driver_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """The number, to be pressed and called; each look leaves an entry."""
    access = entered(request, "rides.plan")
    row = Driver.objects.of(access.community).filter(pk=pk).first()
    if row is None:
        raise Http404
    try:
        number = actions.reveal_driver_phone(row, reason=_("联系接送"), by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("rides:driver", pk)
    if getattr(request, "htmx", None):
        return render(request, "rides/_phone.html", {"phone": number})
    messages.info(request, number)
    return redirect("rides:driver", pk)


@require_http_methods(["GET", "POST"])
def targets(request: HttpRequest) -> HttpResponse:
    return _target(request, entered(request, "rides.plan"), None)


@require_http_methods(["GET", "POST"])
def target(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request, "rides.plan")
    row = RideTarget.objects.of(access.community).filter(pk=pk).first()
    if row is None:
        raise Http404
    return _target(request, access, row)


def _target(request: HttpRequest, access: Access, row: RideTarget | None) -> HttpResponse:
    names = ("name", "address", "lon", "lat", "is_active")
    first = {name: getattr(row, name) for name in names} if row is not None else {}
    form = TargetForm(request.POST if request.method == "POST" else None, access=access, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            saved = form.act(row)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("「%(name)s」已保存，预约接送时就能选。") % {"name": saved.name})
            return redirect("rides:targets")
    rows = list(RideTarget.objects.of(access.community).order_by("-is_active", "name", "pk")[:MOST])
    context = {"form": form, "target": row, "rows": rows}
    return render(request, "rides/targets.html", context, status=form.status if request.method == "POST" else 200)
