"""One move on one matter: the form, the act, and what happens when somebody was quicker."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huijia.core.matters import actions, phrases, queries
from huijia.core.matters.models import Matter
from huijia.core.matters.workflow import EDGES, Edge
from huijia.doors.desk import reading, said, timeline
from huijia.doors.desk.cards import card_of
from huijia.doors.desk.deciding import deciding_on
from huijia.doors.desk.forms.moves import FORMS, GRAVE
from huijia.doors.desk.forms.step import MoveForm
from huijia.doors.desk.views.matter import label_of_move, whole_page
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import queries as ledger
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock

# Kinds of entries that say the same as the move of another name.
_KINDS = {"decide_extension": ("extension_granted", "extension_refused")}


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, ticket: str, move: str) -> HttpResponse:
    """GET: the form as a page (or as the sheet of a dialog). POST: the act."""
    access, matter = reading.opened(request, ticket)
    edge = EDGES.get(move)
    if edge is None:
        raise Http404
    if not access.may(edge.permission):
        raise PermissionDenied(_("您没有权限办这一步"))
    if request.method == "POST":
        return _act(request, access, matter, edge)
    if edge not in queries.moves_for(matter, access):
        messages.warning(request, _("这件事现在不能办「%(move)s」。") % {"move": edge.label})
        return redirect("desk:matter", matter.ticket)
    initial = {name: request.GET[name] for name in ("into", "to") if name in request.GET}
    form = FORMS[move](matter=matter, access=access, initial=initial)
    return _page(request, access, matter, edge, form)


def _act(request: HttpRequest, access: Access, matter: Matter, edge: Edge) -> HttpResponse:
    moment = clock.now()
    form = FORMS[edge.move](request.POST, request.FILES, matter=matter, access=access)
    valid = form.is_valid()
    version = form.cleaned_data.get("version")
    if version != matter.version:
        if valid and _is_repeated(form, matter, access, edge):
            return _done(request, matter, edge)
        return _stale(request, access, matter, edge, form)
    if not valid:
        return _page(request, access, matter, edge, form, status=422)
    try:
        form.act(matter, access, moment)
    except actions.Stale as refusal:
        return _stale(request, access, matter, edge, form, str(refusal))
    except Refusal as refusal:
        form.refuse(refusal)
        status = 403 if refusal.code == "forbidden" else 422
        return _page(request, access, matter, edge, form, status=status)
    return _done(request, matter, edge)


def _done(request: HttpRequest, matter: Matter, edge: Edge) -> HttpResponse:
    messages.success(request, said.after(edge.move, matter))
    back = request.POST.get("next", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("desk:matter", matter.ticket)


def _last(matter: Matter) -> Entry | None:
    return ledger.history((timeline.SUBJECT, matter.pk)).exclude(kind="matters.alarm").last()


def _is_repeated(form: MoveForm, matter: Matter, access: Access, edge: Edge) -> bool:
    """A double click or a retry: the very next entry is this person's own, of this move and with these words."""
    entry = _last(matter)
    if entry is None or form.cleaned_data["version"] + 1 != matter.version or entry.actor_id != access.user_id:
        return False
    kinds = _KINDS.get(edge.move, (edge.move,))
    personal = entry.personal if isinstance(entry.personal, dict) else {}
    same_words = str(personal.get("note", "")).split() == form.ledger_note().split()
    return entry.kind in {f"matters.{kind}" for kind in kinds} and same_words


def _stale(
    request: HttpRequest, access: Access, matter: Matter, edge: Edge, form: MoveForm, message: str = ""
) -> HttpResponse:
    """409 with the page as it is now. What was typed stands in the form again where the move is still possible."""
    fresh = queries.find(access, matter.ticket)
    if fresh is None:
        raise Http404
    entry = _last(fresh)
    told = said.moved_on(entry.actor_label, entry.occurred_at, timeline.spoken(entry)) if entry else ""
    extra: dict[str, Any] = {
        "stale": message or _("这件事刚刚有了变化，您的这一步没有办成。"), "stale_who": told, "typed": form.typed(),
        "stale_move": edge.label,
    }
    if edge in queries.moves_for(fresh, access):
        data = request.POST.copy()
        data["version"] = str(fresh.version)
        again = FORMS[edge.move](data, matter=fresh, access=access)
        extra |= {"again": again, "again_url": move_url(fresh, edge), "typed": [], **_form_words(again, edge, access)}
        extra["deciding"] = deciding_on(fresh, edge.move)
    return whole_page(request, access, fresh, status=409, extra=extra)


def move_url(matter: Matter, edge: Edge) -> str:
    return reverse("desk:move", args=[matter.ticket, edge.move])


def _form_words(form: MoveForm, edge: Edge, access: Access) -> dict[str, Any]:
    offered = phrases.of(access.community) if form.phrases and form.written_in else []
    return {
        "sentence": form.sentence, "button": form.button or edge.label, "grave": edge.move in GRAVE,
        "phrases": offered, "phrases_into": f"f_{form.written_in}" if form.written_in else "",
        "multipart": form.is_multipart(),
    }


def _page(
    request: HttpRequest, access: Access, matter: Matter, edge: Edge, form: MoveForm, status: int = 200
) -> HttpResponse:
    sheet = bool(getattr(request, "htmx", None)) and status == 200
    context = {
        "matter": matter, "card": card_of(matter), "form": form, "move_label": label_of_move(matter, edge),
        "act_url": move_url(matter, edge), "deciding": deciding_on(matter, edge.move),
        **_form_words(form, edge, access),
    }
    template = "desk/move_sheet.html" if sheet else "desk/move.html"
    return render(request, template, context, status=status)


