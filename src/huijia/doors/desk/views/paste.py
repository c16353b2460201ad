"""Pasting from chat: a message becomes the filled-in intake form, which somebody looks at before it is saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huijia.doors.desk import pasted
from huijia.kernel.accounts.access import open_for
from huijia.lib.chat import parse_messages

MOST_LETTERS = 20_000
MOST_MESSAGES = 60


@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest) -> HttpResponse:
    """POST `text`: the messages in it, to choose from. With `chosen` (their places): on to the intake form."""
    access = open_for(request, "matters.register")
    text = request.POST.get("text", "")
    if request.method != "POST":
        return render(request, "desk/paste.html", {"text": ""})
    if not text.strip() or len(text) > MOST_LETTERS:
        too_long = _("太长了，最多 %(most)s 个字") % {"most": MOST_LETTERS}
        error = too_long if text.strip() else _("请先粘贴聊天里的话")
        return render(request, "desk/paste.html", {"text": text[:MOST_LETTERS], "error": error}, status=422)
    messages = parse_messages(text)[:MOST_MESSAGES]
    places = {int(place) for place in request.POST.getlist("chosen") if place.isdecimal() and len(place) < 5}
    chosen = [message for place, message in enumerate(messages) if place in places]
    if len(messages) == 1 and "go" not in request.POST:
        chosen = messages
    if chosen:
        pasted.keep(request, pasted.guessed(chosen, access))
        return redirect("desk:intake")
    context = {"text": text, "messages_found": messages}
    if "go" in request.POST:
        context["error"] = _("请至少勾一条")
    return render(request, "desk/paste.html", context, status=422 if "go" in request.POST else 200)
