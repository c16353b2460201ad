"""Pages of a morning with many riders: the list of them, one with its riders and its cars."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people.enums import KeyGroup
from huijia.core.people.models import HouseholdMember, Person, Residence
from huijia.core.people.queries import holding
from huijia.core.people.queries.roster import Wanted, residents
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.rides import actions, hours, queries
from huijia.serve.rides.enums import Direction
from huijia.serve.rides.forms.batches import ArrangeForm, BatchForm, PasteForm, Ticked
from huijia.serve.rides.models import Batch, Driver, Ride
from huijia.serve.rides.views.entry import SIZE, entered

OFFERED = 200


@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """Latest day first; paged by the row's own number."""
    access = entered(request, "rides.plan")
    rows = Batch.objects.of(access.community).select_related("target")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: SIZE + 1])
    context = {
        "batches": found[:SIZE], "older": found[SIZE - 1].pk if len(found) > SIZE else None,
        "targets": queries.targets(access.community).exists(),
    }
    return render(request, "rides/batches.html", context)


@require_http_methods(["GET", "POST"])
def batch_new(request: HttpRequest) -> HttpResponse:
    access = entered(request, "rides.plan")
    form = BatchForm(request.POST if request.method == "POST" else None, access=access)
    if request.method == "POST" and form.is_valid():
        try:
            made = form.act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("建好了，接下来把人加进名单。"))
            return redirect("rides:batch", made.pk)
    context = {"form": form, "targets": queries.targets(access.community).exists()}
    return render(request, "rides/batch_new.html", context, status=form.status if request.method == "POST" else 200)


def _found(access: Access, pk: int) -> Batch:
    row = Batch.objects.of(access.community).select_related("target", "community").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request, "rides.plan")
    return _page(request, access, _found(access, pk))


def _page(
    request: HttpRequest, access: Access, batch: Batch, *, form: ArrangeForm | None = None, status: int = 200
) -> HttpResponse:
    rides = list(Ride.objects.of(access.community).filter(batch=batch).select_related("grid").order_by("pk"))
    waiting = [ride for ride in rides if ride.state in ("asked", "missed")]
    free = _free(access, batch)
    trips = list(queries.with_crew(batch.trips.exclude(state="cancelled")).order_by("direction", "starts_at", "pk"))
    counts, now = queries.counts_of(trips), clock.now()
    context = {
        "batch": batch, "rides": rides, "waiting": waiting, "places": sum(ride.places for ride in waiting),
        "wheelchairs": sum(ride.wheelchairs for ride in waiting), "seats": sum(one.seats for one in free),
        "form": form or ArrangeForm(access=access, free=free), "free": free,
        "ways": [
            {
                "label": way.label,
                "lines": [
                    {"trip": trip, "lamp": queries.lamp_of(trip, now), "many": counts[trip.pk][0],
                     "done": counts[trip.pk][1]}
                    for trip in trips if trip.direction == way
                ],
            }
            for way in (Direction.OUT, Direction.BACK)
        ],
        "trips": trips, "may_put_back": any(trip.told_at is None and trip.state == "planned" for trip in trips),
        "untold": queries.untold(batch).count(),
    }
    return render(request, "rides/batch.html", context, status=status)


def _free(access: Access, batch: Batch) -> list[Driver]:
    """Who is free on the way there and on the way back; the ways are as long as ten stops."""
    there, back = hours.moment_on(batch.day, batch.there_at), hours.moment_on(batch.day, batch.back_at)
    out = queries.free_drivers(access.community, there - hours.length(1), there)
    home = {one.pk for one in queries.free_drivers(access.community, back, back + hours.length(1))}
    return [one for one in out if one.pk in home]


@require_http_methods(["GET", "POST"])
def batch_add(request: HttpRequest, pk: int) -> HttpResponse:
    """People of a key group to tick, or a list to paste. `key`: which group."""
    access = entered(request, "rides.plan")
    batch = _found(access, pk)
    key = request.GET.get("key", KeyGroup.AGED)
    form = PasteForm(request.POST if "text" in request.POST else None, access=access)
    error = ""
    if request.method == "POST":
        try:
            if form.is_bound:
                count = form.act(batch) if form.is_valid() else None
            else:
                count = actions.add_riders(batch, _chosen(access, request.POST.getlist("people")), by=access)
        except Refusal as refusal:
            count, error = None, str(refusal)
            if form.is_bound:
                form.refuse(refusal)
        if count is not None:
            told = ngettext("加了 %(count)s 人。", "加了 %(count)s 人。", count) % {"count": count}
            messages.success(request, told)
            return redirect("rides:batch", batch.pk)
    context = {
        "batch": batch, "form": form, "key": key, "groups": KeyGroup.choices, "people": _offered(access, batch, key),
        "error": error,
    }
    return render(request, "rides/batch_add.html", context, status=422 if request.method == "POST" else 200)


def _offered(access: Access, batch: Batch, key: str) -> list[Ticked]:
    """People of the key group who are not on the list yet, with their homes; four statements."""
    there = Ride.objects.of(access.community).filter(batch=batch, person__isnull=False).values("person_id")
    rows = residents(access, Wanted(key=key)).exclude(pk__in=there).order_by("name", "pk")
    return _with_homes(access, list(rows[:OFFERED]))


def _with_homes(access: Access, people: list[Person]) -> list[Ticked]:
    """Those who have a home on the roster."""
    members = holding(HouseholdMember.objects.of(access.community).filter(person__in=people))
    house_of = dict(members.values_list("person_id", "household_id"))
    homes: dict[int, Any] = {}
    lived = holding(Residence.objects.of(access.community).filter(household_id__in=set(house_of.values())))
    for row in lived.select_related("dwelling__grid").defer("dwelling__grid__polygon").order_by("is_main", "starts_on"):
        homes[row.household_id] = row.dwelling
    found = [(person, homes.get(house_of.get(person.pk, 0))) for person in people]
    return [Ticked(person, home.address, home) for person, home in found if home is not None]


def _chosen(access: Access, wanted: list[str]) -> list[actions.Listed]:
    keys = [int(one) for one in wanted if one.isdecimal() and len(one) < 19]
    if not keys:
        raise Refusal(_("请勾选要接的人"))
    people = list(residents(access, Wanted()).filter(pk__in=keys[:OFFERED]).order_by("name", "pk"))
    return [
        actions.Listed(name=one.person.name, person=one.person, dwelling=one.dwelling)
        for one in _with_homes(access, people)
    ]


@require_POST
def batch_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """arrange, put-back, announce."""
    access = entered(request, "rides.plan")
    batch = _found(access, pk)
    if move not in ("arrange", "put-back", "announce"):
        raise Http404
    form = ArrangeForm(request.POST, access=access, free=_free(access, batch)) if move == "arrange" else None
    if form is not None and not form.is_valid():
        return _page(request, access, batch, form=form, status=422)
    try:
        messages.success(request, _act(access, batch, move, form))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        if form is not None:
            form.refuse(refusal)
        status = 409 if isinstance(refusal, actions.Stale) else 422
        return _page(request, access, batch, form=form, status=status)
    return redirect("rides:batch", batch.pk)


def _act(access: Access, batch: Batch, move: str, form: ArrangeForm | None) -> str:
    if form is not None:
        done = form.act(batch)
        if done.left:
            told = _("%(cars)s 辆车坐了 %(seated)s 人，还有 %(left)s 人没坐上：再勾一辆车，再按一次排车。")
            return told % {"cars": done.cars, "seated": done.seated, "left": done.left}
        told = _("排好了：%(cars)s 辆车，%(seated)s 人。看一看，再通知大家。")
        return told % {"cars": done.cars, "seated": done.seated}
    if move == "put-back":
        return _("收回了 %(count)s 趟车，可以重新排。") % {"count": actions.put_back(batch, by=access)}
    count = 0
    for trip in queries.untold(batch):
        actions.announce(trip, by=access)
        count += 1
    return _("已通知 %(count)s 趟车的司机、随车的人和坐车的人。") % {"count": count}
