"""接待: the operator's desk and the form on foot. A concern becomes a matter through one form."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huijia.core.matters import actions, phrases, queries
from huijia.core.matters.enums import SHORT_NATURES, Channel, Source, State
from huijia.core.matters.models import Matter
from huijia.core.people.models import Person
from huijia.core.places.models import Dwelling
from huijia.doors.desk import pasted, said
from huijia.doors.desk.cards import card_of
from huijia.doors.desk.forms.intake import DeskIntake, FootIntake
from huijia.doors.desk.views.beside import looked_up
from huijia.doors.desk.views.called import called_back, link_call, offers_cards
from huijia.doors.desk.views.households import head_of_mine
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.formkit import kept_photos
from huijia.lib import masks

LAST_KEY = "intake_last"
SPOKEN = {Source.COUNTER: Channel.COUNTER, Source.ONLINE: Channel.ONLINE}


@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """GET: the form, with what was registered last above it. POST: registers it, and does what the button says."""
    access = open_for(request, "matters.register")
    at_desk = access.may("matters.accept") and "foot" not in request.GET
    if request.method == "POST":
        return _send(request, access, at_desk)
    form = _empty_form(request, access, at_desk)
    return _page(request, access, at_desk, form)


def _empty_form(request: HttpRequest, access: Access, at_desk: bool) -> DeskIntake | FootIntake:
    initial: dict[str, Any] = pasted.take(request)
    wanted = request.GET.get("dwelling", "")
    if wanted.isdecimal():
        home = Dwelling.objects.of(access.community).filter(pk=int(wanted)).first()
        initial["place_name"] = home.address if home is not None else ""
    if at_desk:
        return DeskIntake(access=access, initial=initial | called_back(access, request.GET.get("call", "")))
    neighbour = _neighbour(access, request.GET.get("person", ""))
    initial["person"] = neighbour.pk if neighbour is not None else None
    return FootIntake(access=access, initial=initial, neighbour=neighbour)


def _neighbour(access: Access, wanted: str) -> Person | None:
    """For whom this login speaks: the head of a household of theirs. Only the id travels, never the number."""
    if not wanted.isdecimal() or not access.may("households.mine"):
        return None
    return head_of_mine(access, int(wanted))


def _typed_form(request: HttpRequest, access: Access, at_desk: bool) -> DeskIntake | FootIntake:
    if at_desk:
        return DeskIntake(request.POST, request.FILES, access=access)
    neighbour = _neighbour(access, request.POST.get("person", ""))
    return FootIntake(request.POST, request.FILES, access=access, neighbour=neighbour)


def _page(
    request: HttpRequest, access: Access, at_desk: bool, form: DeskIntake | FootIntake, status: int = 200
) -> HttpResponse:
    neighbour = getattr(form, "neighbour", None)
    context: dict[str, Any] = {
        "form": form, "last": _last(request, access) if status == 200 else None,
        "behalf": masks.mask_name(neighbour.name) if neighbour is not None else "",
        "behalf_phone": f"*******{neighbour.phone_tail}" if neighbour is not None and neighbour.phone_tail else "",
    }
    if at_desk:
        context |= {"phrases": phrases.of(access.community), "has_cards": offers_cards(access)}
    if at_desk and (form.is_bound or form.initial.get("phone")):
        context |= looked_up(access, str(form["phone"].value() or ""))
    return render(request, "desk/intake.html" if at_desk else "desk/intake_foot.html", context, status=status)


def _last(request: HttpRequest, access: Access) -> dict[str, Any] | None:
    """What this login has just registered, once: number, code, and what comes next."""
    pk = request.session.pop(LAST_KEY, None)
    if pk is None:
        return None
    rows = queries.with_card(Matter.objects.of(access.community)).select_related("grid", "category", "responsible")
    matter = rows.filter(pk=pk, registered_by_id=access.user_id).first()
    if matter is None:
        return None
    ended = matter.state in (State.CLOSED, State.MERGED)
    return {"card": card_of(matter), "code": actions.secret_code(matter.uuid), "due": said.moment(matter.due_at),
            "ended": ended}


def _send(request: HttpRequest, access: Access, at_desk: bool) -> HttpResponse:
    form = _typed_form(request, access, at_desk)
    if not form.is_valid():
        return _page(request, access, at_desk, form, status=422)
    try:
        matter = _registered(request, access, form)
    except Refusal as refusal:
        form.refuse(refusal)
        conflict = isinstance(refusal, actions.Conflict | actions.Stale)
        return _page(request, access, at_desk, form, status=409 if conflict else 422)
    request.session[LAST_KEY] = matter.pk
    if matter.is_emergency:
        messages.warning(request, _("这是紧急事项：请确认已经打了 110、119、120 或森林火警 12119。"))
    return redirect(request.get_full_path() if "foot" in request.GET else "desk:intake")


def _registered(request: HttpRequest, access: Access, form: DeskIntake | FootIntake) -> Matter:
    """Registers, and makes the next step of the pressed button in the same transaction."""
    photos = kept_photos(form.cleaned_data.get("photos") or [], by=access)
    with transaction.atomic():
        done = actions.register(form.draft(), by=access, attachments=photos)
        if done.matter.state == State.COLLECTED and isinstance(form, DeskIntake):
            _next_step(request.POST, done.matter, access, form)
        if isinstance(form, DeskIntake):
            link_call(access, form.cleaned_data["call"], done.matter)
    return done.matter


def _next_step(typed: Any, matter: Matter, access: Access, form: DeskIntake) -> None:
    what = typed.get("do", "")
    result = form.cleaned_data.get("result", "")
    if typed.get("follow"):
        _follow(typed["follow"], matter, access)
    elif what == "accept":
        actions.accept(matter, by=access)
    elif what == "at_once":
        channel = SPOKEN.get(Source(matter.source), Channel.PHONE)
        short = matter.nature in SHORT_NATURES
        act = partial(actions.acknowledge, answer=result) if short else partial(actions.answer_at_once, result=result)
        try:
            act(matter, by=access, channel=channel)
        except Refusal as refusal:
            field = "result" if refusal.field == "answer" else refusal.field
            raise Refusal(refusal.message, field=field, code=refusal.code) from None


def _follow(ticket: str, matter: Matter, access: Access) -> None:
    """并案 into the one it repeats: its reporter sees that one's progress."""
    into = queries.find(access, ticket)
    if into is None:
        raise Refusal(_("没有这个编号的事项"))
    actions.merge(matter, into=into, reason=_("登记时发现是同一件事"), by=access)
