"""党员名册: the list, one member, and what is done with them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.accounts.formkit import OfficeForm
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal
from huijia.lead.organisation import actions, queries
from huijia.lead.organisation.apps import CODE
from huijia.lead.organisation.enums import MemberKind
from huijia.lead.organisation.facts import place_of
from huijia.lead.organisation.forms import FACTS, AddForm, BackForm, CorrectForm, LeaveForm, PlaceForm, RevealForm
from huijia.lead.organisation.models import PartyMember

SIZE = 50


def opened(request: HttpRequest, permission: str) -> Access:
    """The reader, in a community that has switched the module on."""
    access = open_for(request, permission)
    modules.require(access.community, CODE)
    return access


def member_of(access: Access, member_id: int) -> PartyMember:
    found = PartyMember.objects.of(access.community).select_related("person").filter(pk=member_id).first()
    if found is None:
        raise Http404
    return found


@require_GET
def members(request: HttpRequest) -> HttpResponse:
    """GET /desk/party/?q=&branch=&kind=&left=1&after=: fifty at a time."""
    access = opened(request, "party.view")
    chosen = {key: request.GET.get(key, "").strip()[:60] for key in ("q", "branch", "kind", "left")}
    rows = queries.members(
        access.community, text=chosen["q"], branch=chosen["branch"], kind=chosen["kind"], left=bool(chosen["left"])
    )
    after = request.GET.get("after", "")
    shown = rows.filter(pk__gt=int(after)) if after.isdecimal() else rows
    found = list(shown.order_by("pk")[: SIZE + 1])
    context = {
        "lines": queries.with_standings(found[:SIZE]), "next": found[SIZE - 1].pk if len(found) > SIZE else None,
        "count": rows.count(), "branches": queries.branches(access.community), "kinds": MemberKind.choices,
        "may_edit": access.may("party.edit"), "is_filtered": any(chosen.values()), "is_later": after.isdecimal(),
        **chosen,
    }
    return render(request, "organisation/members.html", context)


@require_http_methods(["GET", "POST"])
def member_add(request: HttpRequest) -> HttpResponse:
    access = opened(request, "party.edit")
    form = AddForm(request.POST if request.method == "POST" else None, access=access)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.add_member(form.facts(), place=form.place(), on=data["on"], uuid=data["uuid"], by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已加入党员名册：%(name)s") % {"name": made.name})
            return redirect("organisation:member", made.pk)
    return render(request, "organisation/member_add.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    access = opened(request, "party.view")
    return _page(request, access, member_of(access, member_id))


def _page(
    request: HttpRequest, access: Access, found: PartyMember, status: int = 200, *, phone: str = "",
    forms: dict[str, OfficeForm] | None = None,
) -> HttpResponse:
    standings = list(found.standings.select_related("branch", "group").order_by("-starts_on"))
    now = standings[0] if standings and standings[0].ends_on is None else None
    place = place_of(now)
    context: dict[str, Any] = {
        "member": found, "standings": standings, "now": now, "phone": phone, "may_edit": access.may("party.edit"),
        "may_see_person": access.may("people.view"),
        "correct": CorrectForm(
            access=access, initial={key: getattr(found, key) for key in FACTS if key != "phone"}
        ),
        "move": PlaceForm(access=access, initial={**vars(place)}),
        "leave": LeaveForm(access=access), "back": BackForm(access=access), "reveal": RevealForm(access=access),
        **(forms or {}),
    }
    context["opened"] = next(iter(forms or {}), "")
    return render(request, "organisation/member.html", context, status=status)


def _done(
    request: HttpRequest, member_id: int, name: str, made: Callable[[Access], OfficeForm],
    do: Callable[[PartyMember, Any, Access], str],
) -> HttpResponse:
    """One form of the member's page: 422 with the form open where it is refused."""
    access = opened(request, "party.edit")
    found = member_of(access, member_id)
    form = made(access)
    if form.is_valid():
        try:
            said = do(found, form, access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, said)
            return redirect("organisation:member", found.pk)
    return _page(request, access, found, 422, forms={name: form})


@require_POST
def member_correct(request: HttpRequest, member_id: int) -> HttpResponse:
    def do(found: PartyMember, form: CorrectForm, access: Access) -> str:
        changed = actions.correct_member(found, form.facts(), by=access)
        return _("已更正") if changed else _("没有变化")

    return _done(request, member_id, "correct", lambda access: CorrectForm(request.POST, access=access), do)


@require_POST
def member_move(request: HttpRequest, member_id: int) -> HttpResponse:
    def do(found: PartyMember, form: PlaceForm, access: Access) -> str:
        changed = actions.move_member(found, place=form.place(), on=form.cleaned_data["on"], by=access)
        return _("已记下变动，以前的还在下面") if changed else _("没有变化")

    return _done(request, member_id, "move", lambda access: PlaceForm(request.POST, access=access), do)


@require_POST
def member_leave(request: HttpRequest, member_id: int) -> HttpResponse:
    def do(found: PartyMember, form: LeaveForm, access: Access) -> str:
        actions.leave(found, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"], by=access)
        return _("已离开党员名册；记错了可以恢复")

    return _done(request, member_id, "leave", lambda access: LeaveForm(request.POST, access=access), do)


@require_POST
def member_back(request: HttpRequest, member_id: int) -> HttpResponse:
    def do(found: PartyMember, form: BackForm, access: Access) -> str:
        actions.come_back(found, on=form.cleaned_data["on"], by=access)
        return _("已恢复到党员名册")

    return _done(request, member_id, "back", lambda access: BackForm(request.POST, access=access), do)


@require_POST
def member_phone(request: HttpRequest, member_id: int) -> HttpResponse:
    """The number in the clear on this one answer; each look leaves an entry."""
    access = opened(request, "party.view")
    found = member_of(access, member_id)
    form = RevealForm(request.POST, access=access)
    if form.is_valid():
        try:
            number = actions.reveal_phone(found, reason=form.cleaned_data["reason"], by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _page(request, access, found, phone=number)
    return _page(request, access, found, 422, forms={"reveal": form})
