"""待答复和待回访: the operator's list of calls, oldest first."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huijia.core.matters import actions, queries
from huijia.core.matters.actions.moves import stale
from huijia.core.matters.enums import SHORT_NATURES, State
from huijia.core.matters.models import Matter
from huijia.doors.desk.cards import Card, card_of
from huijia.doors.desk.forms.callbacks import CallbackForm
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, masks

MOST = 20


@dataclass(frozen=True)
class Call:
    """One line: the matter, whom to call (masked), and its form."""

    card: Card
    form: CallbackForm
    name: str

    @property
    def phone(self) -> str:
        tail = self.card.matter.phone_tail
        return f"*******{tail}" if tail else ""


@require_GET
def callbacks(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "matters.answer")
    return _page(request, access, request.GET.get("tab", ""))


def _page(
    request: HttpRequest, access: Access, tab: str, bound: CallbackForm | None = None, status: int = 200
) -> HttpResponse:
    # Thanks and suggestions are answered with a word; nobody is asked how content they are with that.
    asked = queries.to_ask(access.community, clock.now()).exclude(nature__in=SHORT_NATURES)
    lists = {"": queries.to_call(access.community), "ask": asked}
    seen = {key: rows.exclude(about_id__in=access.person_ids) for key, rows in lists.items()}
    tab = tab if tab in seen else ""
    rows = list(seen[tab].select_related("grid", "category", "responsible")[: MOST + 1])
    if bound is not None and bound.matter.pk not in {row.pk for row in rows[:MOST]}:
        rows.insert(0, bound.matter)
    context = {
        "calls": [_call(row, access, bound) for row in rows[:MOST]], "tab": tab, "more": len(rows) > MOST,
        "counts": {key or "call": queries.count_up_to(found, 99) for key, found in seen.items()},
        "most": MOST, "may_reveal": access.may("contacts.reveal"),
    }
    return render(request, "desk/callbacks.html", context, status=status)


def _call(matter: Matter, access: Access, bound: CallbackForm | None) -> Call:
    own = bound is not None and bound.matter.pk == matter.pk
    form = bound if own and bound is not None else CallbackForm(matter=matter, access=access)
    return Call(card_of(matter), form, masks.mask_name(matter.reporter_name))


def _opened(request: HttpRequest, ticket: str) -> tuple[Access, Matter]:
    access = open_for(request, "matters.answer")
    matter = queries.find(access, ticket)
    if matter is None:
        raise Http404
    return access, matter


@require_POST
def callback(request: HttpRequest, ticket: str) -> HttpResponse:
    """`do`: said (answered, graded, or both), unreached."""
    access, matter = _opened(request, ticket)
    tab = request.POST.get("tab", "")
    form = CallbackForm(request.POST, matter=matter, access=access)
    if request.POST.get("do") == "unreached":
        return _unreached(request, access, matter, tab)
    if not form.is_valid():
        return _page(request, access, tab, form, status=422)
    if form.is_repeated and form.cleaned_data["version"] != matter.version:
        return _back(tab)
    waited = form.waits_for_answer
    try:
        form.act()
    except actions.Stale as refusal:
        return _fresh(request, access, ticket, tab, refusal)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, tab, form, status=422)
    said = _("#%(ticket)s 已答复，办结。") if waited else _("#%(ticket)s 的评价已记下。")
    messages.success(request, said % {"ticket": matter.ticket})
    return _back(tab)


def _fresh(request: HttpRequest, access: Access, ticket: str, tab: str, refusal: Refusal) -> HttpResponse:
    """409: somebody was quicker; what was typed stays, over the matter as it is now."""
    matter = queries.find(access, ticket)
    if matter is None:
        raise Http404
    data = request.POST.copy()
    data["version"] = str(matter.version)
    form = CallbackForm(data, matter=matter, access=access)
    form.full_clean()
    form.refuse(refusal)
    return _page(request, access, tab, form, status=409)


def _unreached(request: HttpRequest, access: Access, matter: Matter, tab: str) -> HttpResponse:
    """Nobody answered: noted; who waits for an answer stays in the list, who was only asked for a grade leaves it."""
    try:
        if request.POST.get("version") != str(matter.version):
            raise stale()
        if matter.state == State.CHECKED:
            actions.note(matter, text=_("打电话答复，没有联系上"), by=access)
        else:
            actions.unreached(matter, by=access)
    except Refusal as refusal:
        return _fresh(request, access, matter.ticket, tab, refusal)
    messages.info(request, _("#%(ticket)s 已记下：没有联系上。") % {"ticket": matter.ticket})
    return _back(tab)


def _back(tab: str) -> HttpResponse:
    return redirect(reverse("desk:callbacks") + ("?tab=ask" if tab == "ask" else ""))


@require_POST
def phone(request: HttpRequest, ticket: str) -> HttpResponse:
    """The number in the clear, to be pressed and called; each look leaves an entry."""
    access, matter = _opened(request, ticket)
    number = actions.reveal_phone(matter, reason=_("电话答复、回访"), by=access)
    context: dict[str, Any] = {"phone": number}
    return render(request, "desk/_phone.html", context)
