"""告诉邻里: what was done lately, and the two lines that the doors near by show of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.matters import nearby, queries
from huijia.core.matters.models import Matter
from huijia.doors.desk.cards import card_of, cards
from huijia.doors.desk.forms.neighbours import NeighboursForm
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, masks

SIZE = 50


@require_GET
def neighbours(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "matters.answer")
    moment = clock.now()
    rows = nearby.done_lately(access.community, moment)
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(queries.with_card(rows).select_related("public_words").order_by("-pk")[: SIZE + 1])
    shown = [
        {"card": card, "words": getattr(card.matter, "public_words", None)} for card in cards(found[:SIZE], moment)
    ]
    context = {
        "rows": shown, "older": found[SIZE - 1].pk if len(found) > SIZE else None,
        "days": options.get(access.community, "door_changes_days"),
        "categories": "、".join(options.get(access.community, "door_change_categories")),
    }
    return render(request, "desk/neighbours.html", context)


def _opened(request: HttpRequest, ticket: str) -> tuple[Access, Matter]:
    access = open_for(request, "matters.answer")
    matter = queries.find(access, ticket)
    if matter is None or not nearby.done_lately(access.community, clock.now()).filter(pk=matter.pk).exists():
        raise Http404
    return access, matter


@require_http_methods(["GET", "POST"])
def tell_neighbours(request: HttpRequest, ticket: str) -> HttpResponse:
    access, matter = _opened(request, ticket)
    words = getattr(matter, "public_words", None)
    initial = {"before": words.before, "after": words.after} if words else {}
    form = NeighboursForm(request.POST or None, access=access, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                form.act(matter)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("附近的门口页和大字单会显示这两句话。"))
                return redirect("desk:neighbours")
    context = {
        "form": form, "card": card_of(matter), "words": words, "result": masks.mask_in_text(matter.result),
        "text": masks.mask_in_text(matter.text),
    }
    return render(request, "desk/neighbours_tell.html", context, status=status)


@require_POST
def untell_neighbours(request: HttpRequest, ticket: str) -> HttpResponse:
    access, matter = _opened(request, ticket)
    nearby.untell(matter, by=access)
    messages.success(request, _("已撤下，门口页不再显示这两句话。"))
    return redirect("desk:neighbours")
