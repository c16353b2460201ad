"""Batch 派单: the same verb for each, and a page that says line by line what happened and why not."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huijia.core.matters import actions, queries
from huijia.core.matters.enums import State
from huijia.core.matters.models import Matter
from huijia.core.people.formkit import posts_for
from huijia.core.people.models import Post
from huijia.doors.desk import said
from huijia.kernel.accounts.access import Access, open_for
from huijia.lib import masks

MOST = 50


@dataclass(frozen=True)
class Line:
    """What became of one matter: `done`, or the reason why not."""

    matter: Matter
    done: bool
    text: str

    @property
    def title(self) -> str:
        return masks.mask_in_text(self.matter.title)


@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """`chosen` holds "id-version" of each ticked row, so that a row that moved on is refused and not overrun."""
    access = open_for(request, "matters.assign")
    wanted = _wanted(request.POST.getlist("chosen"))
    posts = {str(post.pk): post for post in posts_for(access, "responsible_kinds")}
    to = posts.get(request.POST.get("to", ""))
    if not wanted or to is None:
        messages.error(request, _("请先勾选事项，再选一位责任人。"))
        return redirect("desk:matters")
    reason = request.POST.get("reason", "").strip()
    lines = _assigned(access, wanted, to, reason)
    context = {
        "lines": lines, "to": to, "done": sum(line.done for line in lines),
        "failed": sum(not line.done for line in lines), "reason": reason,
    }
    return render(request, "desk/batch.html", context)


def _wanted(values: Iterable[str]) -> dict[int, int]:
    """`{id: version}` of at most `MOST` rows; what is no such pair is passed over."""
    found = {}
    for value in list(values)[:MOST]:
        pk, _dash, version = value.partition("-")
        if pk.isdecimal() and version.isdecimal():
            found[int(pk)] = int(version)
    return found


def _assigned(access: Access, wanted: dict[int, int], to: Post, reason: str) -> list[Line]:
    rows = queries.visible_to(access).filter(pk__in=wanted).select_related("category", "responsible__person", "grid")
    matters = list(rows.order_by("pk"))
    fresh = [matter for matter in matters if matter.version == wanted[matter.pk]]
    results = {line.matter.pk: line for line in actions.assign_many(fresh, to=to, by=access, reason=reason)}
    lines = []
    for matter in matters:
        result = results.get(matter.pk)
        if result is None:
            lines.append(_moved(matter, wanted[matter.pk], to))
        elif result.refusal is None:
            lines.append(Line(matter, True, said.after("assign", matter)))
        else:
            lines.append(Line(matter, False, str(result.refusal)))
    return lines


def _moved(matter: Matter, version: int, to: Post) -> Line:
    """The row moved on since the list was made; to this very person, when the button was pressed twice."""
    if matter.version == version + 1 and matter.state == State.ASSIGNED and matter.responsible_id == to.pk:
        return Line(matter, True, said.after("assign", matter))
    return Line(matter, False, _("这件事刚刚有了变化，请看最新情况后再办"))
