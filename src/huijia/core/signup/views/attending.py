"""签到: a list to tick with one hand, the page behind a scanned code, and what the field app sends later."""

import json
import uuid as uuids
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.signup import actions, queries
from huijia.core.signup.enums import Means, State
from huijia.core.signup.forms.signing import HeadsForm, WalkInForm
from huijia.core.signup.models import Occasion, Signup
from huijia.core.signup.views.opening import occasion_of, opened, signup_of
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

MOST_ROWS = 500


@require_GET
def attend(request: HttpRequest, pk: int) -> HttpResponse:
    access = opened(request, "signup.attend")
    return _list(request, access, occasion_of(access, pk))


def _list(request: HttpRequest, access: Access, occasion: Occasion, status: int = 200, **extra: Any) -> HttpResponse:
    lists = queries.lists_of(occasion)
    context = {
        "occasion": occasion, "sums": queries.sums_of(occasion), "has_begun": clock.now() >= occasion.starts_at,
        "expected": [(row, uuids.uuid4()) for row in (*lists[State.SIGNED], *lists[State.OFFERED])],
        "waiting": [(row, uuids.uuid4()) for row in lists[State.WAITING]], "came": lists[State.CAME][::-1],
        "absent": [(row, uuids.uuid4()) for row in lists[State.ABSENT]], "form": WalkInForm(access=access),
        "heads_form": HeadsForm(access=access, initial={"heads": occasion.heads}), **extra,
    }
    template = "signup/_attend_list.html" if request.headers.get("HX-Request") else "signup/attend.html"
    return render(request, template, context, status=status)


@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """`uuid`: made with the page; `came`: how many of the party, all without it."""
    access = opened(request, "signup.attend")
    signup = signup_of(access, pk)
    try:
        arrived = actions.arrive(
            signup, by=access, uuid=_uuid(request.POST.get("uuid")), came=_count(request.POST.get("came"))
        )
    except Refusal as refusal:
        messages.error(request, f"{signup.name}：{refusal}")
        status = 409 if isinstance(refusal, actions.Stale | actions.Conflict) else 422
        return _list(request, access, occasion_of(access, signup.occasion_id), status=status)
    messages.success(request, _said(signup, arrived))
    return _back(request, access, signup.occasion_id)


def _said(signup: Signup, arrived: actions.Arrived) -> str:
    at = f"{clock.local(arrived.attendance.occurred_at):%H:%M}"
    if not arrived.is_new:
        return _("%(name)s 已在 %(at)s 签到过了") % {"name": signup.name, "at": at}
    return _("%(name)s 到了，%(count)s 人") % {"name": signup.name, "count": arrived.attendance.came}


def _back(request: HttpRequest, access: Access, occasion_id: int) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _list(request, access, occasion_of(access, occasion_id))
    return redirect("signup:attend", occasion_id)


@require_POST
def untick(request: HttpRequest, pk: int) -> HttpResponse:
    access = opened(request, "signup.attend")
    signup = signup_of(access, pk)
    try:
        actions.undo(signup, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _list(request, access, occasion_of(access, signup.occasion_id), status=409)
    messages.success(request, _("%(name)s 的签到撤销了") % {"name": signup.name})
    return _back(request, access, signup.occasion_id)


@require_POST
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    access = opened(request, "signup.attend")
    occasion, form = occasion_of(access, pk), WalkInForm(request.POST, access=access)
    if form.is_valid():
        try:
            arrived = actions.walk_in(occasion, form.draft(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _said(arrived.attendance.signup, arrived))
            return _back(request, access, pk)
    return _list(request, access, occasion_of(access, pk), status=422, form=form)


@require_POST
def heads(request: HttpRequest, pk: int) -> HttpResponse:
    """另外来的人数, as one number."""
    access = opened(request, "signup.attend")
    occasion, form = occasion_of(access, pk), HeadsForm(request.POST, access=access)
    if form.is_valid():
        try:
            actions.count_heads(occasion, heads=form.cleaned_data["heads"], by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("记下了：另外来了 %(heads)s 人。") % {"heads": occasion.heads})
            return _back(request, access, pk)
    return _list(request, access, occasion_of(access, pk), status=422, heads_form=form)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """点名完成; with `again` back to ticking."""
    access = opened(request, "signup.attend")
    occasion = occasion_of(access, pk)
    try:
        if request.POST.get("again"):
            actions.reopen_list(occasion, by=access)
            return redirect("signup:attend", pk)
        count = actions.close(occasion, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _list(request, access, occasion_of(access, pk), status=409)
    messages.success(request, _("点名完成，%(count)s 份没来，只作记录。") % {"count": count})
    return redirect("signup:occasion", pk)


@require_http_methods(["GET", "POST"])
def scanned(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a resident's code, for staff. A second scan says when they were checked in."""
    access = opened(request, "signup.attend")
    signup = queries.by_token(access.community, token)
    if signup is None or not signup.occasion.is_activity:
        raise Http404
    error, status = "", 200
    if request.method == "POST":
        try:
            actions.arrive(
                signup, by=access, uuid=_uuid(request.POST.get("uuid")), came=_count(request.POST.get("came")),
                means=Means.SCAN,
            )
        except Refusal as refusal:
            error, status = str(refusal), 409 if isinstance(refusal, actions.Stale | actions.Conflict) else 422
        else:
            return redirect("signup:scanned", token)
    context = {
        "signup": signup, "occasion": signup.occasion, "error": error, "uuid": uuids.uuid4(),
        "came": signup.state == State.CAME, "gone": signup.state == State.CANCELLED,
    }
    return render(request, "signup/scanned.html", context, status=status)


@require_POST
def sent_later(request: HttpRequest) -> JsonResponse:
    """Attendances made without signal: JSON `{"rows": [{"uuid", "signup" or "token", "occurred_at", "came"}]}`.

    Answers each row with `status`: new, already, refused or wrong; the same rows sent again are never counted twice.
    """
    access = opened(request, "signup.attend")
    try:
        rows = json.loads(request.body)["rows"]
        assert isinstance(rows, list) and len(rows) <= MOST_ROWS
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError):
        return JsonResponse({"error": _("没有看懂送来的签到")}, status=422)
    return JsonResponse({"rows": [_received(access, row) for row in rows]})


def _received(access: Access, row: Any) -> dict[str, str]:
    if not isinstance(row, dict):
        return {"uuid": "", "status": "wrong"}
    key, occurred_at = _uuid(row.get("uuid")), _moment(row.get("occurred_at"))
    signup = _meant(access, row)
    if key is None or occurred_at is None or signup is None:
        return {"uuid": str(row.get("uuid", ""))[:40], "status": "wrong"}
    try:
        arrived = actions.arrive(
            signup, by=access, uuid=key, came=_count(row.get("came")), occurred_at=occurred_at, means=Means.OFFLINE
        )
    except Refusal as refusal:
        return {"uuid": str(key), "status": "refused", "message": str(refusal)}
    at = clock.local(arrived.attendance.occurred_at).isoformat()
    return {"uuid": str(key), "status": "new" if arrived.is_new else "already", "at": at}


def _meant(access: Access, row: dict[str, Any]) -> Signup | None:
    rows = Signup.objects.of(access.community).select_related("occasion").filter(occasion__is_activity=True)
    if isinstance(token := row.get("token"), str):
        return rows.filter(token=token).first() if 0 < len(token) <= 40 else None
    pk = row.get("signup")
    if not isinstance(pk, int) or not 0 < pk < 2**62:
        return None
    return rows.filter(pk=pk).first()


def _moment(value: Any) -> datetime | None:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _uuid(value: Any) -> uuids.UUID | None:
    try:
        return uuids.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _count(value: Any) -> int | None:
    text = str(value if value is not None else "")
    return int(text) if text.isdecimal() and len(text) < 4 and int(text) > 0 else None
