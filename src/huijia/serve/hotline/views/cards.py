"""知识卡: read, kept up, and found beside the intake form while somebody types."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.matters import phrases
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import kinds
from huijia.kernel.ledger.queries import history
from huijia.lib import clock
from huijia.serve.hotline import actions
from huijia.serve.hotline.forms.cards import CardForm
from huijia.serve.hotline.models import KnowledgeCard
from huijia.serve.hotline.queries import cards as queries
from huijia.serve.hotline.views.opening import found, opened

MOST = 200
HISTORY = 30


@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    """`q`: words; `show`: past (their date is over), sample (nobody read them over)."""
    access = opened(request, "hotline.work")
    words, show = request.GET.get("q", "").strip()[:60], request.GET.get("show", "")
    rows, today = queries.in_use(access.community), clock.today()
    past, samples = queries.past(rows, today), rows.filter(is_sample=True)
    shown = {"past": past, "sample": samples}.get(show, rows)
    context = {
        "cards": queries.searched(access, words) if words else list(shown[:MOST]), "q": words, "show": show,
        "counts": {"all": rows.count(), "past": past.count(), "sample": samples.count()}, "today": today,
        "may_manage": access.may("hotline.manage"), "phrases": phrases.of(access.community),
        "may_agree": access.may("settings.edit"),
    }
    return render(request, "hotline/cards.html", context)


@require_http_methods(["GET", "POST"])
def card_add(request: HttpRequest) -> HttpResponse:
    access = opened(request, "hotline.manage")
    form = CardForm(request.POST if request.method == "POST" else None, access=access)
    if request.method == "POST" and form.is_valid():
        try:
            card = actions.add_card(form.draft(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("加好了。接电话时打到相近的字，它就会出现在旁边。"))
            return redirect("hotline:card", card.pk)
    return render(request, "hotline/card_form.html", {"form": form}, status=form.status if form.is_bound else 200)


def _card(access: Access, card_id: int) -> KnowledgeCard:
    rows = KnowledgeCard.objects.of(access.community).select_related("category", "owner__person")
    return found(rows.filter(pk=card_id).first())


@require_GET
def card(request: HttpRequest, card_id: int) -> HttpResponse:
    """One card with who changed what."""
    access = opened(request, "hotline.work")
    row = _card(access, card_id)
    entries = history((queries.SUBJECT, row.pk)).order_by("-id")[:HISTORY]
    context = {
        "card": row, "may_manage": access.may("hotline.manage"), "today": clock.today(),
        "items": [{"when": entry.occurred_at, "who": entry.actor_label, "text": kinds.say(entry)} for entry in entries],
    }
    return render(request, "hotline/card.html", context)


@require_http_methods(["GET", "POST"])
def card_change(request: HttpRequest, card_id: int) -> HttpResponse:
    access = opened(request, "hotline.manage")
    row = _card(access, card_id)
    if request.method != "POST":
        return render(request, "hotline/card_form.html", {"form": CardForm(access=access, card=row), "card": row})
    form, status = CardForm(request.POST, access=access, card=row), 422
    if form.is_valid():
        row.version = form.cleaned_data["version"] or 0
        try:
            actions.change_card(row, form.draft(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
            status = 409 if isinstance(refusal, actions.Stale) else 422
        else:
            messages.success(request, _("改好了，谁在什么时候改了什么，下面都记着。"))
            return redirect("hotline:card", row.pk)
    return render(request, "hotline/card_form.html", {"form": form, "card": row}, status=status)


@require_POST
def card_retire(request: HttpRequest, card_id: int) -> HttpResponse:
    access = opened(request, "hotline.manage")
    row = _card(access, card_id)
    actions.retire_card(row, by=access)
    messages.success(request, _("“%(question)s”停用了，不再出现在接待旁边。") % {"question": row.question})
    return redirect("hotline:cards")


@require_POST
def cards_seed(request: HttpRequest) -> HttpResponse:
    """The sample cards, each once."""
    access = opened(request, "hotline.manage")
    fresh = actions.plant_cards(access)
    if fresh:
        messages.success(request, _("放进了 %(count)s 张示例。请逐张核对，改成本社区的说法。") % {"count": fresh})
    else:
        messages.info(request, _("示例都已经放过了。"))
    return redirect("hotline:cards")


@require_POST
def cards_beside(request: HttpRequest) -> HttpResponse:
    """The cards nearest to what is being typed on the intake page. Typed words stay out of addresses."""
    access = opened(request, "hotline.work")
    beside = queries.beside(access, request.POST.get("text", "")[:2000])
    return render(request, "hotline/_cards_beside.html", {"beside": beside, "today": clock.today()})
