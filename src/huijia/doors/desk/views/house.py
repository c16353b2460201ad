"""One household: who belongs to it, where it lives, who looks after it; its steps, and a sheet to print."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from huijia.core.people.actions.members import open_members
from huijia.core.people.enums import KeyGroup
from huijia.core.people.models import Change, Household, HouseholdMember, Residence
from huijia.core.people.queries import carers_of
from huijia.doors.desk import sight as seeing
from huijia.doors.desk import story
from huijia.doors.desk.forms.house_steps import STEPS
from huijia.doors.desk.forms.people import RELATIONS
from huijia.doors.desk.sight import SEEING, Sight
from huijia.doors.desk.views.roster import age_on
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock


@dataclass(frozen=True)
class Member:
    """One line of the household; `groups` and `age` only for those who see names."""

    person_id: int
    name: str
    relation: str
    is_head: bool
    sex: str
    age: int | None
    groups: list[str]
    phone: str
    since: Any


@require_GET
def house(request: HttpRequest, household_id: int) -> HttpResponse:
    access = open_for(request, *SEEING)
    household, sight = seeing.household_of(access, household_id)
    homes = _homes(household)
    change = Change.objects.of(access.community).filter(household=household, undone_at=None).order_by("-pk")
    context = {
        **_shown(access, household, sight, homes), "lines": story.of_household(household, sight),
        "panels": seeing.panels_of(request, access, household, sight),
        "change": change.first() if sight.may_edit else None,
        "steps": _steps(household, homes) if sight.may_edit else [],
    }
    return render(request, "desk/house.html", context)


def _shown(access: Access, household: Household, sight: Sight, homes: list[Residence]) -> dict[str, Any]:
    main = next((home.dwelling for home in homes if home.is_main), None)
    return {
        "household": household, "sight": sight, "homes": homes, "main": main,
        "members": [_member(row, sight) for row in open_members(household)],
        "carers": carers_of(main, main.grid_id, access.community) if main is not None else [],
    }


def _homes(household: Household) -> list[Residence]:
    rows = Residence.objects.of(household.community_id).filter(household=household, ends_on=None)
    rows = rows.select_related("dwelling__grid", "dwelling__group").defer("dwelling__grid__polygon")
    return list(rows.order_by("-is_main", "pk"))


def _member(row: HouseholdMember, sight: Sight) -> Member:
    person = row.person
    groups = [str(KeyGroup(group).label) for group in person.key_groups if group in KeyGroup.values]
    return Member(
        person_id=person.pk, name=sight.name(person), relation=row.relation, is_head=row.is_head,
        sex=person.get_sex_display(), age=age_on(person, clock.today()) if sight.whole else None,
        groups=groups if sight.whole else [],
        phone=seeing.phone_seen(person, sight),
        since=row.starts_on,
    )


def _steps(household: Household, homes: list[Residence]) -> list[dict[str, Any]]:
    """What can be done to it now."""
    several = len(homes) > 1
    names = ["move", "add-home", *(["end-home", "main-home"] if several else []), "head", "split", "away"]
    if not homes:
        names = ["move", "head", "split"]
    return [{"code": name, "title": STEPS[name].title} for name in names]


@require_GET
def house_print(request: HttpRequest, household_id: int) -> HttpResponse:
    """The household on one A4 sheet, masked as on the page, with room for corrections by hand."""
    access = open_for(request, *SEEING)
    household, sight = seeing.household_of(access, household_id)
    context = {**_shown(access, household, sight, _homes(household)), "printed_at": clock.now(), "blank": range(3)}
    return render(request, "desk/house_print.html", context)


@require_http_methods(["GET", "POST"])
def house_step(request: HttpRequest, household_id: int, step: str) -> HttpResponse:
    """GET: what it will change, and the form. POST: does it."""
    access = open_for(request, "people.edit")
    household, _sight = seeing.household_of(access, household_id)
    if step not in STEPS:
        raise Http404
    form = STEPS[step](request.POST if request.method == "POST" else None, access=access, household=household)
    context = {"form": form, "household": household, "relations": RELATIONS}
    if request.method != "POST":
        return render(request, "desk/roster_step.html", context)
    if said := form.again():
        messages.success(request, said)
        return redirect("desk:house", household.pk)
    if not form.is_valid():
        return render(request, "desk/roster_step.html", context, status=422)
    try:
        said = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return render(request, "desk/roster_step.html", context, status=422)
    messages.success(request, said)
    return redirect("desk:house", household.pk)
