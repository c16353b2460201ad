"""热线值班台: who is on, what was missed, what was promised, what to take over, what came in today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huijia.core.matters import queries as matters
from huijia.core.matters.enums import Source
from huijia.lib import clock, masks
from huijia.serve.hotline.forms.calls import MissedForm
from huijia.serve.hotline.queries import calls, notes, roster, transfers
from huijia.serve.hotline.views.opening import opened

SHORT = 6


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    access = opened(request, "hotline.work")
    now = clock.now()
    waiting = calls.waiting(access.community)
    open_notes = list(notes.not_taken(access.community)[:SHORT])
    today = matters.visible_to(access).filter(source=Source.HOTLINE, received_at__gte=calls.today_start(now))
    fresh = list(matters.with_card(today).order_by("-pk")[:SHORT])
    context = {
        "duty": roster.duty_for(access, now), "is_open": roster.is_open(access.community, now),
        "lines": calls.lines(waiting[:SHORT], access, now), "waiting": waiting.count(),
        "pressing": calls.due_now(access.community, now).count(), "notes": open_notes, "user_id": access.user_id,
        "fresh": [(row, masks.mask_in_text(row.title)) for row in fresh], "fresh_count": today.count(),
        "missed_form": MissedForm(access=access), "may_register": access.may("matters.register"),
        "may_check": access.may("matters.check"), "may_manage": access.may("hotline.manage"),
        "sent_late": transfers.count_late(transfers.transfers(access), now) or "",
    }
    return render(request, "hotline/desk.html", context)
