"""接龙: a list pasted from a chat group becomes sign-ups, looked over line by line before anything is saved."""

import uuid as uuids
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huijia.core.people.queries import people_with_phone
from huijia.core.signup import actions
from huijia.core.signup.actions.batch import MOST
from huijia.core.signup.enums import ACTIVE, Channel
from huijia.core.signup.models import Occasion, Signup
from huijia.core.signup.views.opening import occasion_of, opened
from huijia.kernel.accounts.access import Access
from huijia.lib.chat import ChainRow, parse_chain

MOST_LETTERS = 30_000
CELLS = ("raw", "name", "phone", "party", "company", "note")
DOUBTS: dict[str, str | Promise] = {
    "number": gettext_lazy("前面没有序号"), "name": gettext_lazy("没认出姓名"),
    "plus": gettext_lazy("“+几”按另外几人算"), "with": gettext_lazy("“带…”按多一人算"),
    "many": gettext_lazy("人数太多"), "gone": gettext_lazy("像是不来了"), "twice": gettext_lazy("名单里重复"),
    "there": gettext_lazy("已经报过名"), "known": gettext_lazy("名册上是别的姓名"),
}


@dataclass
class Line:
    """One line of the table, as understood or as somebody put it right. `doubts` and `error` are said beside it."""

    key: str
    raw: str
    name: str
    phone: str
    party: str
    company: str
    note: str
    take: bool
    doubts: list[str] = field(default_factory=list)
    error: str = ""

    def draft(self) -> actions.SignupDraft:
        party = int(self.party) if self.party.isdecimal() and 0 < len(self.party) < 4 else 1
        return actions.SignupDraft(
            name=self.name, phone=self.phone, party=max(party, 1), company=self.company.split(), note=self.note,
            channel=Channel.CHAT, uuid=uuids.UUID(self.key),
        )


@require_http_methods(["GET", "POST"])
def chain(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the box to paste into. POST: with `text` the table to look over; with `save` signs up what is ticked."""
    access = opened(request, "signup.attend")
    occasion = occasion_of(access, pk)
    if request.method != "POST":
        return render(request, "signup/chain.html", {"occasion": occasion})
    if request.POST.get("save"):
        return _save(request, access, occasion)
    text = request.POST.get("text", "")[:MOST_LETTERS]
    read = parse_chain(text)
    if not read.rows:
        context = {"occasion": occasion, "text": text, "error": _("没有看到名单，请把接龙整段贴进来")}
        return render(request, "signup/chain.html", context, status=422)
    lines = [_line(row) for row in read.rows[:MOST]]
    _compare(access, occasion, lines)
    cut = read.left_out + max(0, len(read.rows) - MOST)
    return _table(request, occasion, lines, title=read.title, cut=cut)


def _line(row: ChainRow) -> Line:
    note = " ".join(part for part in (row.place, row.note) if part)[:120]
    return Line(
        key=str(uuids.uuid4()), raw=row.raw, name=row.name[:40], phone=row.phone, party=str(row.people),
        company=" ".join(row.names[1:]), note=note, take=not {"gone", "twice", "name"} & set(row.doubts),
        doubts=list(row.doubts),
    )


def _compare(access: Access, occasion: Occasion, lines: list[Line]) -> None:
    """Marks who is signed up already, and whose number the roster has under another name."""
    there = Signup.objects.of(access.community).filter(occasion=occasion, state__in=ACTIVE)
    named = set(there.values_list("name", flat=True))
    for line in lines:
        if line.name in named:
            line.doubts.append("there")
            line.take = False
        known = people_with_phone(access.community, line.phone) if line.phone and access.may("people.view") else []
        if known and line.name not in {person.name for person in known}:
            line.doubts.append("known")


def _table(
    request: HttpRequest, occasion: Occasion, lines: list[Line], *, title: str = "", cut: int = 0, status: int = 200
) -> HttpResponse:
    people = sum(line.draft().party for line in lines if line.take)
    free = occasion.free
    context = {
        "occasion": occasion, "title": title, "cut": cut, "people": people, "free": free,
        "over": max(people - free, 0) if free is not None else 0,
        "lines": [(line, [DOUBTS[code] for code in line.doubts if code in DOUBTS]) for line in lines],
    }
    return render(request, "signup/chain_check.html", context, status=status)


def _posted(request: HttpRequest) -> list[Line]:
    """The table as it was sent; a line whose key is none is left out."""
    lines = []
    for key in request.POST.getlist("key")[:MOST]:
        try:
            plain = str(uuids.UUID(key))
        except ValueError:
            continue
        cell = {name: request.POST.get(f"{name}-{key}", "") for name in CELLS}
        lines.append(Line(
            key=plain, raw=cell["raw"], name=cell["name"], phone=cell["phone"], party=cell["party"],
            company=cell["company"], note=cell["note"], take=bool(request.POST.get(f"take-{key}")),
        ))
    return lines


def _save(request: HttpRequest, access: Access, occasion: Occasion) -> HttpResponse:
    """All ticked lines or none: one that cannot be used is told beside it, and the table is sent again."""
    lines = _posted(request)
    taken = [line for line in lines if line.take]
    if not taken:
        messages.error(request, _("一行也没有选"))
        return _table(request, occasion, lines, status=422)
    batch = actions.sign_many(occasion, [line.draft() for line in taken], by=access, all_or_none=True)
    if batch.refused:
        for place, refusal in batch.refused.items():
            taken[place].error = str(refusal)
        messages.error(request, _("%(count)s 行还不能报，改好或不选再报一次；这次一行也没有存。") % {
            "count": len(batch.refused)})
        return _table(request, occasion, lines, status=422)
    said = _("报上 %(signed)s 份，候补 %(waiting)s 份，先前报过的 %(repeated)s 份没有重复。")
    counts = {"signed": batch.signed, "waiting": batch.waiting, "repeated": batch.repeated}
    messages.success(request, said % counts)
    return redirect("signup:occasion", occasion.pk)
