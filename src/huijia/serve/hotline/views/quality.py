"""抽查即问即办: another person reads or hears it and judges; a month by category, never by person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huijia.core.matters import queries as matters
from huijia.core.matters.actions import Stale
from huijia.core.matters.actions.moves import stale
from huijia.core.matters.enums import Verdict
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.models import Attachment
from huijia.lib import masks
from huijia.serve.hotline import actions
from huijia.serve.hotline.forms.transfers import JudgeForm
from huijia.serve.hotline.queries import samples as queries
from huijia.serve.hotline.views.opening import found, opened
from huijia.serve.hotline.views.roster import month_in

MOST = 10


@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    return _page(request, opened(request, "matters.check"))


def _page(request: HttpRequest, access: Access, bound: JudgeForm | None = None, pk: int = 0,
          status: int = 200) -> HttpResponse:
    first = month_in(request.GET.get("month", ""))
    waiting = queries.to_judge(access)
    rows = list(waiting.select_related("category")[:MOST])
    voices = _voices(access, [row.pk for row in rows])
    context: dict[str, Any] = {
        "first": first, "table": queries.month_of(access.community, first), "waiting": waiting.count(),
        "percent": options.get(access.community, "sample_percent"),
        "items": [
            {
                "matter": row, "text": masks.mask_in_text(row.text), "result": masks.mask_in_text(row.result),
                "voices": voices.get(row.pk, []),
                "form": bound if bound is not None and row.pk == pk else JudgeForm(
                    access=access, initial={"version": row.version}, auto_id=f"f{row.pk}_%s"),
            }
            for row in rows
        ],
    }
    return render(request, "hotline/quality.html", context, status=status)


def _voices(access: Access, ids: list[int]) -> dict[int, list[Attachment]]:
    """What was spoken, by matter. One statement."""
    rows = Attachment.objects.of(access.community).filter(
        subject_type="matter", subject_id__in=ids, file__kind="audio"
    ).select_related("file")
    spoken: dict[int, list[Attachment]] = {}
    for row in rows:
        spoken.setdefault(row.subject_id, []).append(row)
    return spoken


@require_POST
def judge(request: HttpRequest, ticket: str) -> HttpResponse:
    access = opened(request, "matters.check")
    matter = found(matters.find(access, ticket))
    form = JudgeForm(request.POST, access=access, auto_id=f"f{matter.pk}_%s")
    if not form.is_valid():
        return _page(request, access, form, matter.pk, status=422)
    data = form.cleaned_data
    try:
        if data["version"] != matter.version:
            raise stale()
        call = actions.judge(
            matter, verdict=data["verdict"], note=data["note"], call_back_at=data["call_back_at"], by=access
        )
    except Refusal as refusal:
        form.refuse(Refusal(refusal.message, field="note" if refusal.field == "reason" else refusal.field))
        is_stale = isinstance(refusal, Stale | actions.Stale)
        if is_stale or refusal.code == "forbidden":
            messages.error(request, str(refusal))
        return _page(request, access, form, matter.pk, status=409 if is_stale else 422)
    messages.success(request, _said(matter, data["verdict"], call is not None))
    return redirect("hotline:quality")


def _said(matter: Matter, verdict: Verdict, calls: bool) -> str:
    values = {"ticket": matter.ticket}
    if verdict == Verdict.RIGHT:
        return _("#%(ticket)s 答得对，抽查通过。") % values
    if verdict == Verdict.WRONG:
        return _("#%(ticket)s 已重开，接下来派给一位责任人。") % values
    if calls:
        return _("#%(ticket)s 记下了，到时提醒值班的人补电话。") % values
    return _("#%(ticket)s 记为答得不全。没有约补电话。") % values
