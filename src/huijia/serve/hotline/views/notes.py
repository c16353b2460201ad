"""交接: written at the end of a shift, taken over with one tap."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.matters import queries as matters
from huijia.core.matters.enums import OPEN_STATES, Source
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, masks
from huijia.serve.hotline import actions
from huijia.serve.hotline.forms.calls import NoteForm, call_line, own_shift
from huijia.serve.hotline.models import Call, DutyShift, HandoverNote
from huijia.serve.hotline.queries import calls, notes, roster
from huijia.serve.hotline.views.opening import found, opened

PAGE = 20
OFFERED = 12


@require_GET
def notes_page(request: HttpRequest) -> HttpResponse:
    """Those that nobody took over first, then all, newest first."""
    access = opened(request, "hotline.work")
    rows = notes.notes_of(access.community)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    some = list(rows[: PAGE + 1])
    context = {
        "open": list(notes.not_taken(access.community)[:PAGE]), "user_id": access.user_id,
        "taken": [note for note in some[:PAGE] if note.taken_at], "seen": visible_ids(access, some),
        "older": some[PAGE - 1].pk if len(some) > PAGE else None,
    }
    return render(request, "hotline/notes.html", context)


def visible_ids(access: Access, rows: list[HandoverNote]) -> set[int]:
    """Ids of the named matters that this login may open."""
    named = {matter.pk for note in rows for matter in note.matters.all()}
    return set(matters.visible_to(access).filter(pk__in=named).values_list("pk", flat=True))


@require_http_methods(["GET", "POST"])
def note_write(request: HttpRequest) -> HttpResponse:
    access = opened(request, "hotline.work")
    now = clock.now()
    offered, promised = _open_matters(access), list(calls.open_promises(access.community)[:OFFERED])
    lines = {str(row.pk): f"#{row.ticket} {masks.mask_in_text(row.title)}" for row in offered}
    form = NoteForm(
        request.POST if request.method == "POST" else None, access=access, open_matters=lines,
        open_calls={str(call.pk): call_line(call) for call in promised},
        initial={"calls": [str(call.pk) for call in promised]},
    )
    shifts = roster.on_now(access.community, now)
    if request.method == "POST" and form.is_valid():
        try:
            _write(access, form, offered, promised, shifts)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("交接写好了。接班的人点“收下”之前，这里一直显示红色。"))
            return redirect("hotline:notes")
    context = {"form": form, "shift": own_shift(shifts, access.person_ids)}
    return render(request, "hotline/note_write.html", context, status=form.status if form.is_bound else 200)


def _write(
    access: Access, form: NoteForm, offered: list[Matter], promised: list[Call], shifts: list[DutyShift]
) -> None:
    data = form.cleaned_data
    actions.write_note(
        by=access, text=data["text"], waiting=data["waiting"], uuid=data["uuid"], next_post=data["next_post"],
        matters=[row for row in offered if str(row.pk) in data["matters"]],
        calls=[row for row in promised if str(row.pk) in data["calls"]],
        shift=own_shift(shifts, access.person_ids),
    )


def _open_matters(access: Access) -> list[Matter]:
    """Open matters of the telephone and of this login, the newest first: what the next one may have to go on with."""
    rows = matters.visible_to(access).filter(state__in=OPEN_STATES, source__in=(Source.HOTLINE, Source.CITY_12345))
    return list(rows.order_by("-pk")[:OFFERED])


@require_POST
def note_take(request: HttpRequest, note_id: int) -> HttpResponse:
    access = opened(request, "hotline.work")
    note = found(HandoverNote.objects.of(access.community).filter(pk=note_id).first())
    try:
        actions.take_note(note, by=access)
    except actions.Stale:
        note.refresh_from_db()
        messages.error(request, _("%(who)s 已经收下了。") % {"who": note.taken_label})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("收下了。里面的事和回电从现在起由您接着办。"))
    return redirect("hotline:notes")
