"""Search: a ticket number opens its matter at once, words give snippets, newest first."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from huijia.core.matters import queries
from huijia.core.matters.models import Matter
from huijia.core.people import findable
from huijia.core.people.queries import people_with_id, people_with_phone
from huijia.doors.desk.cards import Card, card_of
from huijia.doors.desk.reading import SEEING
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.search import queries as people_search
from huijia.lib import clock, masks

MOST = 50
MOST_PEOPLE = 10
BEFORE, LONG = 16, 72
PRIVATE_DIGITS = 7
"""So many digits are a telephone or a document of somebody."""
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True)
class Hit:
    """`snippet` is the text around the first word that was found, the words marked."""

    card: Card
    snippet: SafeString


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """`q`: words, a ticket, a number. The box sends it in the body: words go on into the address, where they can be
    kept and come back with 后退; a number of somebody is answered at once and stands in no address."""
    access = open_for(request, *SEEING)
    words = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()[:80]
    ticket = queries.find(access, words) if words else None
    if ticket is not None:
        return redirect("desk:matter", ticket.ticket)
    is_number = len(_DIGIT.findall(words)) >= PRIVATE_DIGITS
    if request.method == "POST" and not is_number:
        return redirect(f"{reverse('desk:search')}?{urlencode({'q': words})}" if words else "desk:search")
    context: dict[str, Any] = {"q": words, "hits": [], "may_people": access.may("people.view"), "is_number": is_number}
    if words:
        context["people"] = found_people(access, words)
        moment = clock.now()
        rows = queries.with_words(queries.visible_to(access), words, access, most=2 * MOST)
        found = rows.select_related("grid", "category", "responsible").order_by("-pk")[: MOST + 1]
        context["hits"] = [Hit(card_of(row, moment), snippet(row, words)) for row in found]
        context["is_more"] = len(context["hits"]) > MOST
    answer = render(request, "desk/search.html", context)
    if is_number:
        answer["Cache-Control"] = "private, no-store"
    return answer


@dataclass(frozen=True)
class Found:
    """A resident or a household; `title` holds no phone."""

    url: str
    title: str
    is_household: bool


def found_people(access: Access, words: str) -> list[Found]:
    """Residents and households that hold the words, or have exactly this number; at most ten of each."""
    if not access.may("people.view"):
        return []
    exact = [*people_with_phone(access.community, words), *people_with_id(access.community, words)]
    found = [Found(reverse("desk:person", args=[row.pk]), row.name, False) for row in exact]
    for kind, name in ((findable.PERSON, "desk:person"), (findable.HOUSEHOLD, "desk:house")):
        known = {hit.url for hit in found}
        hits = people_search.find(access, words, kinds=[kind], limit=MOST_PEOPLE)
        made = [Found(reverse(name, args=[hit.object_id]), hit.title, kind == findable.HOUSEHOLD) for hit in hits]
        found += [hit for hit in made if hit.url not in known]
    return found


def snippet(matter: Matter, words: str) -> SafeString:
    """One line of the matter's text with what was looked for marked; phone numbers masked."""
    text = " ".join(masks.mask_in_text(matter.text).split())
    wanted = [word for word in words.split() if word]
    places = [text.lower().find(word.lower()) for word in wanted]
    start = max(0, min((place for place in places if place >= 0), default=0) - BEFORE)
    part = text[start : start + LONG]
    head, tail = "…" if start else "", "…" if start + LONG < len(text) else ""
    return format_html("{}{}{}", head, _marked(part, wanted), tail)


def _marked(part: str, words: list[str]) -> SafeString:
    """`part` with each of `words` in `<mark>`."""
    pieces: list[tuple[bool, str]] = [(False, part)]
    for word in words:
        pieces = [made for marked, text in pieces for made in ([(True, text)] if marked else _cut(text, word))]
    shown = ((format_html("<mark>{}</mark>", text) if marked else text,) for marked, text in pieces)
    return format_html_join("", "{}", shown)


def _cut(text: str, word: str) -> list[tuple[bool, str]]:
    found, here = [], 0
    low, wanted = text.lower(), word.lower()
    while (place := low.find(wanted, here)) >= 0:
        found += [(False, text[here:place]), (True, text[place : place + len(word)])]
        here = place + len(word)
    return [*found, (False, text[here:])]
