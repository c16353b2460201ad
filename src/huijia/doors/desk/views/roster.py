"""居民: the list of residents, narrowed by its address; registering somebody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huijia.core.people.enums import KeyGroup, RegisterStatus, Sex
from huijia.core.people.models import Household, HouseholdMember, Person, Residence
from huijia.core.people.queries import AGES, Wanted, count_up_to, holding, residents
from huijia.core.places.models import Grid, Group
from huijia.doors.desk.forms.people import EDUCATION, RELATIONS, NewPersonForm
from huijia.doors.desk.sight import masked_phone
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

SIZE = 50
FILTERS = ("q", "grid", "group", "key", "status", "age", "state")
STATES = ("", "none", "died")


@dataclass(frozen=True)
class Row:
    """One resident as a line of the list; the phone is masked."""

    person: Person
    sex: str
    age: int | None
    groups: list[str]
    phone: str
    status: str
    household: Household | None
    relation: str
    address: str


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Filters stand in the address; `after` is the id of the last line of the page before."""
    access = open_for(request, "people.view")
    filters = {name: request.GET.get(name, "").strip()[:60] for name in FILTERS}
    rows = residents(access, Wanted(**filters))
    count = count_up_to(rows)
    after = request.GET.get("after", "")
    if after.isdecimal() and int(after) < 2**62:
        rows = rows.filter(pk__gt=int(after))
    found = list(rows.order_by("pk")[: SIZE + 1])
    context = {
        "rows": lines_of(access, found[:SIZE]), "filters": filters, "is_filtered": any(filters.values()),
        "next": found[SIZE - 1].pk if len(found) > SIZE else None, "is_later": after.isdecimal(),
        "count": min(count, 1000), "is_more": count > 1000, "states": STATES,
        "grids": Grid.objects.of(access.community).defer("polygon"), "groups": Group.objects.of(access.community),
        "keys": KeyGroup.choices, "statuses": RegisterStatus.choices, "ages": [(age, label) for age, label, *_ in AGES],
        "may_edit": access.may("people.edit"),
    }
    return render(request, "desk/people.html", context)


def lines_of(access: Access, people: list[Person]) -> list[Row]:
    """Two statements, however many people."""
    members = holding(HouseholdMember.objects.of(access.community).filter(person__in=people))
    house_of = {row.person_id: row for row in members.select_related("household")}
    homes: QuerySet[Residence] = holding(
        Residence.objects.of(access.community).filter(household_id__in={row.household_id for row in house_of.values()})
    )
    rows = homes.select_related("dwelling").order_by("is_main", "pk")
    where = {row.household_id: row.dwelling.address for row in rows}
    today = clock.today()
    return [_line(person, house_of.get(person.pk), where, today) for person in people]


def _line(person: Person, member: HouseholdMember | None, where: dict[int, str], today: date) -> Row:
    return Row(
        person=person, sex=str(Sex(person.sex).label) if person.sex else "", age=age_on(person, today),
        groups=[str(KeyGroup(group).label) for group in person.key_groups if group in KeyGroup.values],
        phone=masked_phone(person),
        status=str(RegisterStatus(person.register_status).label) if person.register_status else "",
        household=member.household if member else None, relation=member.relation if member else "",
        address=where.get(member.household_id, "") if member else "",
    )


def age_on(person: Person, day: date) -> int | None:
    """Full years on that day, or on the day of death."""
    if person.born_on is None:
        return None
    until = min(day, person.died_on) if person.died_on else day
    had = (until.month, until.day) >= (person.born_on.month, person.born_on.day)
    return until.year - person.born_on.year - (0 if had else 1)


@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """`home`: the household that somebody joins; without it an address makes a new household."""
    access = open_for(request, "people.edit")
    household = _household(access, request.GET.get("home", ""))
    if request.method != "POST":
        return _new_page(request, NewPersonForm(access=access, household=household), household)
    form = NewPersonForm(request.POST, access=access, household=household)
    if not form.is_valid():
        return _new_page(request, form, household, status=422)
    try:
        person, made = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return _new_page(request, form, household, status=409 if refusal.code == "conflict" else 422)
    messages.success(request, _said(person, household, made))
    return redirect("desk:house", made.pk) if made is not None else redirect("desk:person", person.pk)


def _said(person: Person, joined: Household | None, made: Household | None) -> str:
    if joined is not None:
        return _("已登记%(name)s，加入户号 %(number)s。") % {"name": person.name, "number": joined.number}
    if made is not None:
        values = {"name": person.name, "number": made.number}
        return _("已登记%(name)s，任户号 %(number)s 的户主。接着登记其余的家庭成员。") % values
    return _("已登记%(name)s。住在哪一户，可以用“转到一户”补上。") % {"name": person.name}


def _household(access: Access, wanted: str) -> Household | None:
    if not wanted:
        return None
    found = Household.objects.of(access.community).filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    if found is None:
        raise Http404
    return found


def _new_page(
    request: HttpRequest, form: NewPersonForm, household: Household | None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form, "household": household, "relations": RELATIONS, "educations": EDUCATION,
    }
    return render(request, "desk/person_new.html", context, status=status)
