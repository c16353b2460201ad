"""One resident: who, where, my person, and what every room knows; correcting, revealing, steps."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people import actions
from huijia.core.people.enums import KeyGroup
from huijia.core.people.models import Change, HouseholdMember, Person, Post
from huijia.core.people.queries import carers_of, holding, home_of
from huijia.doors.desk import sight as seeing
from huijia.doors.desk import story
from huijia.doors.desk.forms.people import EDUCATION, RELATIONS, CorrectForm, RevealForm
from huijia.doors.desk.forms.person_steps import STEPS
from huijia.doors.desk.sight import SEEING, Sight
from huijia.doors.desk.views.roster import age_on
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

OLD = 60


@require_GET
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    access = open_for(request, *SEEING)
    found, sight = seeing.person_of(access, person_id)
    return _page(request, access, found, sight)


def _page(
    request: HttpRequest, access: Access, found: Person, sight: Sight, *, shown: Mapping[str, str] | None = None,
    reveal: RevealForm | None = None, status: int = 200,
) -> HttpResponse:
    """`shown`: fields in the clear, for this one answer; `reveal`: the form that was refused."""
    household, dwelling = home_of(found)
    members = HouseholdMember.objects.of(access.community).filter(household=household)
    posts = holding(Post.objects.of(access.community).filter(person=found)).select_related("grid", "group")
    context: dict[str, Any] = {
        "person": found, "sight": sight, "name": sight.name(found), "household": household, "dwelling": dwelling,
        "member": next(iter(members.filter(person=found, ends_on=None)), None) if household else None,
        "facts": _facts(found, sight, shown or {}), "age": _age(found, sight), "groups": _groups(found, sight),
        "carers": carers_of(dwelling, dwelling.grid_id, access.community) if dwelling else [],
        "posts": posts.defer("grid__polygon") if sight.whole else [],
        "lines": story.of_person(found, sight), "panels": seeing.panels_of(request, access, found, sight),
        "change": _last_change(found) if sight.may_edit else None, "steps": _steps(found, household is not None),
        "reveal": reveal,
    }
    return render(request, "desk/person.html", context, status=status)


def _facts(person: Person, sight: Sight, shown: Mapping[str, str]) -> list[dict[str, Any]]:
    """What stands on the page: `field` where the masked value may be looked at. Sealed fields are the office's."""
    phone = shown.get("phone") or seeing.phone_seen(person, sight)
    rows: list[dict[str, Any]] = [
        {"label": _("电话"), "value": phone, "field": "phone" if phone and sight.may_call else ""}
    ]
    if sight.office:
        number = shown.get("id_number") or seeing.masked_id(person) or person.get_id_kind_display()
        address = shown.get("registered_address") or seeing.masked_address(person.registered_address)
        rows += [
            {"label": _("证件"), "value": number, "field": "id_number" if person.id_sealed else ""},
            {"label": _("户籍地址"), "value": address, "field": "registered_address" if address else ""},
            {"label": _("人户状态"), "value": person.get_register_status_display()},
            {"label": _("民族"), "value": person.ethnicity},
            {"label": _("文化程度"), "value": person.education},
            {"label": _("政治面貌"), "value": person.get_politics_display()},
            {"label": _("就业"), "value": person.employment},
            {"label": _("备注"), "value": person.note},
            {"label": _("更新日期"), "value": person.updated_on, "is_day": True},
        ]
    for row in rows:
        row["is_open"] = row.get("field", "") in shown
    return [row for row in rows if row["value"]]


def _age(person: Person, sight: Sight) -> str:
    """Full for those who see names; else whether child, grown-up or old."""
    age = age_on(person, clock.today())
    if age is None:
        return ""
    if sight.whole:
        return _("%(age)s 岁") % {"age": age}
    return _("未成年") if age < 18 else _("老人") if age >= OLD else _("成年")


def _groups(person: Person, sight: Sight) -> list[dict[str, Any]]:
    """Key groups with who marked them and when."""
    if not sight.whole or not person.key_groups:
        return []
    said = story.group_setters(person)
    return [
        {"label": KeyGroup(group).label, "who": said.get(group, ("", None))[0], "when": said.get(group, ("", None))[1]}
        for group in person.key_groups if group in KeyGroup.values
    ]


def _last_change(person: Person) -> Change | None:
    return Change.objects.of(person.community_id).filter(person=person, undone_at=None).order_by("-pk").first()


def _steps(person: Person, is_member: bool) -> list[dict[str, Any]]:
    if person.merged_into_id is not None or person.died_on is not None:
        return []
    names = ("join", "leave", "death") if is_member else ("join", "death")
    return [{"code": name, "title": STEPS[name].title} for name in names]


@require_POST
def person_reveal(request: HttpRequest, person_id: int) -> HttpResponse:
    """One field in the clear in this answer, with a reason; one entry."""
    access = open_for(request, *SEEING)
    found, sight = seeing.person_of(access, person_id)
    form = RevealForm(request.POST, access=access)
    if not form.is_valid():
        return _page(request, access, found, sight, reveal=form, status=422)
    field = form.cleaned_data["field"]
    try:
        value = actions.reveal_field(found, field=field, reason=form.cleaned_data["reason"], by=access)
    except Refusal as refusal:
        form.refuse(refusal)
        status = 403 if refusal.code == "forbidden" else 422
        return _page(request, access, found, sight, reveal=form, status=status)
    answer = _page(request, access, found, sight, shown={field: value})
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, person_id: int) -> HttpResponse:
    access = open_for(request, "people.edit")
    found, _sight = seeing.person_of(access, person_id)
    if request.method != "POST":
        return _edit_page(request, found, CorrectForm(access=access, person=found))
    form = CorrectForm(request.POST, access=access, person=found)
    if not form.is_valid():
        return _edit_page(request, found, form, status=422)
    try:
        changed = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return _edit_page(request, found, form, status=409 if refusal.code == "merged" else 422)
    if changed:
        says = _("已更正：%(fields)s。")
        fields = "、".join(str(actions.FACT_LABELS[name]) for name in changed)
        messages.success(request, says % {"fields": fields})
    else:
        messages.info(request, _("没有改动。"))
    return redirect("desk:person", found.pk)


def _edit_page(request: HttpRequest, found: Person, form: CorrectForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "person": found, "relations": RELATIONS, "educations": EDUCATION}
    return render(request, "desk/person_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def person_step(request: HttpRequest, person_id: int, step: str) -> HttpResponse:
    """GET: what it will change, and the form. POST: does it."""
    access = open_for(request, "people.edit")
    found, _sight = seeing.person_of(access, person_id)
    if step not in STEPS:
        raise Http404
    form = STEPS[step](request.POST if request.method == "POST" else None, access=access, person=found)
    context = {"form": form, "person": found, "name": found.name, "relations": RELATIONS}
    if request.method != "POST":
        return render(request, "desk/roster_step.html", context)
    if not form.is_valid():
        return render(request, "desk/roster_step.html", context, status=422)
    try:
        said = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return render(request, "desk/roster_step.html", context, status=422)
    messages.success(request, said)
    return redirect("desk:person", found.pk)


@require_POST
def change_undo(request: HttpRequest, change_id: int) -> HttpResponse:
    """Takes a wrong entry back; back to where it was pressed."""
    access = open_for(request, "people.edit")
    change = Change.objects.of(access.community).filter(pk=change_id).first()
    if change is None:
        raise Http404
    try:
        actions.undo(change, by=access)
        messages.success(request, _("已撤销：%(what)s。一切回到登记之前。") % {"what": change.get_kind_display()})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    if change.household_id and change.household is not None:
        return redirect("desk:house", change.household_id)
    if change.person_id and Person.objects.of(access.community).filter(pk=change.person_id).exists():
        return redirect("desk:person", change.person_id)
    return redirect("desk:people")
