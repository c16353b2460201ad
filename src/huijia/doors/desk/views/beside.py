"""What stands beside the intake form while a caller is on the line: who that is, and what may be the same matter."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from huijia.core.matters import actions, queries
from huijia.core.matters.enums import OPEN_STATES
from huijia.core.matters.models import Matter
from huijia.core.people.enums import PostKind
from huijia.core.people.models import HouseholdMember, Person, Residence
from huijia.core.people.queries import carers_of, holding, people_with_phone
from huijia.core.places.formkit import dwelling_of
from huijia.core.places.models import Dwelling
from huijia.core.places.queries import dwellings_like
from huijia.doors.desk.cards import Card, cards
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules
from huijia.lib import masks, numbers

MOST = 10
RUNNING = 6
ENDED = 2
SHORTEST = 4


@dataclass(frozen=True)
class Home:
    """A household that a number or an address leads to; names are masked."""

    address: str
    grid: str
    names: str
    dwelling_id: int


@require_POST
def lookup(request: HttpRequest) -> HttpResponse:
    """A number, a ticket or words of an address → households and open matters. Typed numbers stay out of addresses."""
    access = open_for(request, "matters.accept")
    return render(request, "desk/_lookup.html", looked_up(access, request.POST.get("q", "")))


def looked_up(access: Access, typed: str) -> dict[str, Any]:
    """What the card of the caller shows for a number, a ticket or words of an address. `only`: the one home found,
    that fills the form; `caller`: whose number it is, where one person has it; `carers`: who looks after that home."""
    wanted = typed.strip()[:60]
    phone = _phone(wanted)
    caller, caller_id = "", None
    dwellings: list[Dwelling] = []
    homes: list[Home] = []
    found: list[Card] = []
    if phone:
        persons = people_with_phone(access.community, phone)
        dwellings = _dwellings_of(access, persons)
        if len(persons) == 1:
            caller, caller_id = persons[0].name, persons[0].pk
        homes = _homes(access, dwellings)
        found = _open_first(queries.of_phone(access, phone))
    elif (matter := queries.find(access, wanted)) is not None:
        found = cards([matter])
    elif len(wanted) > 1:
        dwellings = dwellings_like(access.community, wanted, MOST)
        homes = _homes(access, dwellings)
        at_home = queries.visible_to(access).filter(dwelling__in=dwellings, state__in=OPEN_STATES)
        found = cards(queries.with_card(at_home).order_by("-pk")[:MOST])
    only = dwellings[0] if len(dwellings) == 1 else None
    return {
        "q": wanted, "phone": phone, "homes": homes, "cards": found, "may_tell": access.may("matters.answer"),
        "only": only, "caller": caller, "caller_id": caller_id, "carers": _carers(only),
        "may_ask_ride": access.may("matters.register") and modules.is_on(access.community, "rides"),
        "may_ask_errand": access.may("matters.register") and modules.is_on(access.community, "errands"),
        "may_order_home": access.may("matters.register") and modules.is_on(access.community, "home_orders"),
    }


def _carers(home: Dwelling | None) -> list[tuple[str, str]]:
    """(kind of post, name) of who looks after a home: its grid worker, its member household."""
    if home is None:
        return []
    carers = carers_of(home, home.grid_id, home.community)
    return [(str(PostKind(carer.kind).label), carer.label) for carer in carers]


def _phone(text: str) -> str:
    try:
        return numbers.normal_phone(text)
    except ValueError:
        return ""


def _open_first(rows: QuerySet[Matter]) -> list[Card]:
    """What still runs of the last twenty of a number, then the last two that ended."""
    shown = list(queries.with_card(rows).order_by("-pk")[: MOST * 2])
    running = [matter for matter in shown if matter.is_open]
    return cards(running[:RUNNING] + [matter for matter in shown if not matter.is_open][:ENDED])


def _dwellings_of(access: Access, persons: list[Person]) -> list[Dwelling]:
    members = holding(HouseholdMember.objects.of(access.community).filter(person__in=persons))
    living = holding(Residence.objects.of(access.community).filter(household__in=members.values("household_id")))
    return [row.dwelling for row in living.select_related("dwelling__grid", "dwelling__group")[:MOST]]


def _homes(access: Access, dwellings: list[Dwelling]) -> list[Home]:
    """Three statements, however many homes."""
    living = holding(Residence.objects.of(access.community).filter(dwelling__in=dwellings))
    pairs = list(living.values_list("dwelling_id", "household_id"))
    heads = holding(
        HouseholdMember.objects.of(access.community).filter(household_id__in=[pair[1] for pair in pairs], is_head=True)
    ).select_related("person")
    names = {head.household_id: masks.mask_name(head.person.name) for head in heads}
    by_home: dict[int, list[str]] = {}
    for dwelling_id, household_id in pairs:
        if household_id in names:
            by_home.setdefault(dwelling_id, []).append(names[household_id])
    return [
        Home(home.address, home.grid.name, "、".join(by_home.get(home.pk, [])), home.pk) for home in dwellings
    ]


@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """The secret code once more, for a caller who lost it. Each time leaves an entry in the log."""
    access = open_for(request, "matters.answer")
    matter = queries.find(access, request.POST.get("ticket", ""))
    told = actions.tell_code(matter, by=access) if matter is not None else ""
    return render(request, "desk/_code.html", {"code": told}, status=200 if matter is not None else 404)


@require_POST
def twins(request: HttpRequest) -> HttpResponse:
    """At most five matters that may be the same, each with why; empty while too little is typed."""
    access = open_for(request, "matters.accept")
    text = request.POST.get("text", "").strip()[:2000]
    found = []
    if len(text) >= SHORTEST:
        home = dwelling_of(access, request.POST.get("place_name", ""))
        point = None
        if home is not None and home.lon is not None and home.lat is not None:
            point = (home.lon, home.lat)
        found = queries.twins(access, text, point=point, building=home.same_building if home is not None else "")
    context = {"twins": found, "may_follow": access.may("matters.merge")}
    return render(request, "desk/_twins.html", context)


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Addresses that hold the typed words, as options of the place field."""
    access = open_for(request, "matters.register")
    wanted = request.GET.get("place_name", "").strip()[:60]
    found = dwellings_like(access.community, wanted, MOST * 2) if wanted else []
    if access.grids is not None:
        found = [home for home in found if home.grid_id in access.grids]
    return render(request, "desk/_places.html", {"places": found})
