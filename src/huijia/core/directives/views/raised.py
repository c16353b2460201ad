"""What the communities sent up: one list over all of them, and what the street does with one."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huijia.core.directives import actions, queries
from huijia.core.matters import actions as matters
from huijia.core.matters.models import Matter
from huijia.core.matters.queries import parse_ticket
from huijia.core.people.queries import names_in, without_names
from huijia.kernel.accounts.access import Access, signed_in
from huijia.kernel.accounts.formkit import written_field
from huijia.kernel.accounts.street import StreetAccess, open_street_for
from huijia.kernel.communities import paging
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.queries import attachments
from huijia.kernel.ledger import queries as ledger

SIZE = 50


class WordForm(forms.Form):
    """What the street did, or why it goes back."""

    result = written_field(gettext_lazy("街道的意见或办理结果"))


@require_GET
def escalated(request: HttpRequest) -> HttpResponse:
    """`community`, `taken` ("no": nobody yet, "me": mine); the longest waiting first, a page behind `before`."""
    access = open_street_for(request, "matters.street")
    rows = queries.escalated(access)
    community, taken = request.GET.get("community", ""), request.GET.get("taken", "")
    if community:
        rows = rows.filter(community_id=int(community)) if community.isdecimal() else rows.none()
    rows = paging.behind(queries.by_taker(rows, access, taken), request.GET.get("before", ""), "paused_at",
                         newest_first=False)
    page = list(rows[: SIZE + 1])
    last = page[SIZE - 1] if len(page) > SIZE else None
    context = {
        "rows": queries.raised(page[:SIZE], access),
        "next": paging.key_of(last.paused_at, last.pk) if last is not None and last.paused_at else None,
        "is_later": "before" in request.GET, "communities": access.communities, "community": community, "taken": taken,
        "is_filtered": bool(community or taken),
    }
    return render(request, "directives/escalated.html", context)


def _opened(access: StreetAccess, ticket: str) -> Matter:
    wanted = parse_ticket(ticket)
    found = queries.escalated(access).filter(pk=wanted[1]).first() if wanted else None
    if found is None or found.ticket != ticket.lstrip("#"):
        raise Http404(_("没有这个编号的事项，或者已不在街道"))
    return found


@require_http_methods(["GET", "POST"])
def matter(request: HttpRequest, ticket: str) -> HttpResponse:
    """POST `act`: take it, return it with a word, or say what the street did."""
    access = open_street_for(request, "matters.street")
    found = _opened(access, ticket)
    act = request.POST.get("act", "")
    if request.method == "GET":
        return _page(request, access, found, WordForm(auto_id="f_%s"))
    form = WordForm(request.POST, auto_id="f_%s")
    if act != "take" and not form.is_valid():
        return _page(request, access, found, form, status=422)
    try:
        told = _done(request, access, found, act, form)
    except Refusal as refusal:
        stale = refusal.code == "stale"
        form.add_error(None, str(refusal)) if act != "take" else messages.error(request, str(refusal))
        return _page(request, access, found, form, status=409 if stale else 422)
    messages.success(request, told)
    return redirect("directives:raised", ticket) if act == "take" else redirect("directives:escalated")


def _done(request: HttpRequest, access: StreetAccess, found: Matter, act: str, form: WordForm) -> str:
    if act == "take":
        actions.take(found, by=access)
        return _("已记您来办。")
    by = Access.of_user(signed_in(request), found.community)
    word = form.cleaned_data["result"]
    if act == "return":
        matters.street_return(found, note=word, by=by)
        return _("已退回%(community)s，社区接着办。") % {"community": found.community.name}
    if act == "result":
        matters.street_result(found, result=word, by=by)
        return _("已报结果，%(community)s核查后答复居民。") % {"community": found.community.name}
    raise Http404


def _page(
    request: HttpRequest, access: StreetAccess, found: Matter, form: WordForm, status: int = 200
) -> HttpResponse:
    [row] = queries.raised([found], access)
    entry = ledger.history(("matter", found.pk)).filter(kind="matters.escalate").last()
    reason = str((entry.personal or {}).get("note", "")) if entry is not None else ""
    shown = "" if row.is_hidden else without_names(reason, names_in([reason], [found.community]))
    photos = [] if row.is_hidden else [
        hung.file for hung in attachments(found.community, ("matter", found.pk)) if hung.file.kind == "photo"
    ]
    context = {
        "row": row, "matter": found, "form": form, "reason": shown, "photos": photos,
        "sent_by": entry.actor_label if entry is not None else "",
    }
    return render(request, "directives/raised.html", context, status=status)
