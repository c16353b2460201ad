"""我的信息, 我的同意, 登录在哪里: what the office has of me, what I agreed to, where I am signed in."""

import uuid as uuids
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huijia.core.residents import actions, agreed, entering, facts
from huijia.core.residents.visitors import Visitor, visitor_of
from huijia.doors.portal import own
from huijia.doors.portal.views.enter import private, to
from huijia.kernel.accounts import actions as accounts
from huijia.kernel.accounts import queries as account_queries
from huijia.kernel.accounts import sessions
from huijia.kernel.accounts.models import SignIn
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.privacy import actions as privacy
from huijia.kernel.privacy import queries, registry
from huijia.kernel.privacy.enums import Ask, Channel
from huijia.kernel.privacy.models import Consent
from huijia.kernel.privacy.registry import Subject
from huijia.lib import clock


def _self(request: HttpRequest) -> Visitor | None:
    """Only for oneself: who acts for another sees nothing of what the office keeps of them."""
    visitor = visitor_of(request)
    return visitor if visitor is not None and visitor.mandate is None else None


def _subject(visitor: Visitor) -> Subject:
    person = visitor.login.person
    return ("person", person.pk) if person is not None else ("login", visitor.user.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def data(request: HttpRequest) -> HttpResponse:
    """What the roster says of me, long numbers masked. POST asks for a copy, a correction, a deletion."""
    visitor = _self(request)
    if visitor is None:
        return to("me")
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            row = privacy.ask(_draft(request, visitor), by=visitor.access())
        except Refusal as refusal:
            errors[refusal.field or ""] = str(refusal)
        else:
            words = {"day": f"{clock.local(row.due_at):%Y-%m-%d}"}
            messages.success(request, _("已收到，社区在 %(day)s 前答复您，答复会在这一页。") % words)
            return to("me_data")
    person = visitor.login.person
    context = own.frame(request, visitor) | {
        "facts": facts.facts_of(person) if person is not None else [], "errors": errors,
        "values": request.POST, "uuid": uuids.uuid4(), "kinds": Ask.choices,
        "asked": queries.requests_of(visitor.community, _subject(visitor))[:10],
        "may_tie": person is None and bool(visitor.login.phone_hash),
    }
    return render(request, "portal/me_data.html", context, status=422 if errors else 200)


def _draft(request: HttpRequest, visitor: Visitor) -> privacy.Draft:
    kind = request.POST.get("kind", "")
    if kind not in Ask.values:
        raise Refusal(_("请选一选要什么。"), field="kind")
    try:
        uuid = uuids.UUID(request.POST.get("uuid", ""))
    except ValueError:
        uuid = uuids.uuid4()
    person = visitor.login.person
    name = person.name if person is not None else _("尾号 %(tail)s") % {"tail": visitor.login.phone_tail}
    return privacy.Draft(
        kind=Ask(kind), name=name, channel=Channel.OWN, phone=visitor.login.phone, text=request.POST.get("text", ""),
        subject=_subject(visitor), uuid=uuid,
    )


@require_POST
@private
def tie(request: HttpRequest) -> HttpResponse:
    """With the own name: which person on the roster this is."""
    visitor = _self(request)
    if visitor is None or visitor.login.person is not None:
        return to("me")
    try:
        kept = actions.tie(visitor.login, name=request.POST.get("name", "")[:40])
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if kept.pk != visitor.login.pk:
            entering.go_on_as(request, kept)
        messages.success(request, _("对上了，下面是名册上关于您的登记。"))
    return to("me_data")


@require_safe
@private
def consents(request: HttpRequest) -> HttpResponse:
    visitor = _self(request)
    if visitor is None:
        return to("me")
    subjects = list(dict.fromkeys([_subject(visitor), ("login", visitor.user.pk)]))
    found = queries.consents_of(visitor.community, *subjects)
    open_now = {row.purpose for row in found if row.withdrawn_at is None}
    offered = [each for each in registry.purposes() if each.own and each.code not in {*open_now, "login", "mandate"}]
    context = own.frame(request, visitor) | {
        "consents": [(row, registry.purpose(row.purpose).label) for row in found[:50]],
        "offered": [(each, privacy.text_for(visitor.community, each.code)) for each in offered],
    }
    return render(request, "portal/me_consents.html", context)


@require_POST
@private
def consent_give(request: HttpRequest, code: str) -> HttpResponse:
    visitor = _self(request)
    if visitor is None:
        return to("me")
    purpose = next((each for each in registry.purposes() if each.code == code and each.own), None)
    if purpose is None or code in ("login", "mandate"):
        raise Http404
    privacy.give(code, subject=_subject(visitor), channel=Channel.OWN, by=visitor.access())
    messages.success(request, _("已记下您的同意，随时可以撤回。"))
    return to("me_consents")


@require_POST
@private
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """As easy as the yes. The one to the login itself ends it."""
    visitor = _self(request)
    if visitor is None:
        return to("me")
    row = get_object_or_404(Consent.objects.of(visitor.community), pk=pk)
    if (row.subject_type, row.subject_id) not in (_subject(visitor), ("login", visitor.user.pk)):
        raise Http404
    privacy.withdraw(row, channel=Channel.OWN, by=visitor.access())
    if row.purpose == "login":
        sessions.sign_out(request)
        messages.success(request, _("已撤回同意，登录已关闭。您仍可以不登录反映和查进度。"))
        return to("home")
    messages.success(request, _("已撤回，从现在起不再这样用。"))
    return to("me_consents")


@require_safe
@private
def where(request: HttpRequest) -> HttpResponse:
    visitor = _self(request)
    if visitor is None:
        return to("me")
    days = int(options.get(visitor.community, agreed.SESSION_DAYS))
    rows = account_queries.open_sign_ins(visitor.user, clock.now() - timedelta(days=days))
    context = own.frame(request, visitor) | {
        "rows": rows, "current": request.session.get(sessions.SIGN_IN_KEY), "days": days,
    }
    return render(request, "portal/me_where.html", context)


@require_POST
@private
def where_end(request: HttpRequest, pk: int) -> HttpResponse:
    visitor = _self(request)
    if visitor is None:
        return to("me")
    accounts.end_sign_in(get_object_or_404(SignIn.objects.select_related("user"), pk=pk, user=visitor.user))
    messages.success(request, _("那一处已经退出。"))
    return to("me_where")
