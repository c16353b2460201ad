"""委托代办 on a resident's own page: let somebody act, end it, and act for somebody."""


from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huijia.core.residents import acting, actions, queries
from huijia.core.residents.actions import MandateDraft
from huijia.core.residents.forms import AgentForm
from huijia.core.residents.models import Mandate
from huijia.core.residents.visitors import Visitor, visitor_of
from huijia.doors.portal import own
from huijia.doors.portal.views.enter import private, to
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.privacy.actions import text_for
from huijia.kernel.privacy.enums import Channel
from huijia.lib import clock


@require_http_methods(["GET", "HEAD", "POST"])
@private
def mandates(request: HttpRequest) -> HttpResponse:
    """Who may act for me; POST lets one more. Only for somebody on the roster, and never under a mandate."""
    visitor = visitor_of(request)
    if visitor is None or visitor.mandate is not None:
        return to("me")
    person = visitor.login.person
    form = AgentForm(request.POST if request.method == "POST" else None, auto_id="f_%s")
    if person is not None and form.is_bound and form.is_valid():
        try:
            row = _give(form, visitor)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("已委托 %(agent)s。用他自己的手机登录就能代办。") % {"agent": row.agent_name})
            return to("me_mandates")
    today = clock.today()
    rows = list(queries.mandates_of(person)[:20]) if person is not None else []
    context = own.frame(request, visitor) | {
        "form": form, "person": person, "text": text_for(visitor.community, "mandate"),
        "live": [row for row in rows if row.withdrawn_at is None and (row.ends_on is None or row.ends_on > today)],
        "past": [row for row in rows if row.withdrawn_at is not None or (row.ends_on or today) <= today],
    }
    return render(request, "portal/me_mandates.html", context, status=422 if form.is_bound else 200)


def _give(form: AgentForm, visitor: Visitor) -> Mandate:
    cleaned, person = form.cleaned_data, visitor.login.person
    assert person is not None
    return actions.give_mandate(
        MandateDraft(
            person=person, agent_name=cleaned["agent_name"], agent_phone=cleaned["agent_phone"],
            relation=cleaned["relation"], scopes=cleaned["scopes"], starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"], channel=Channel.OWN,
        ),
        by=visitor.access(),
    )


@require_POST
@private
def mandate_end(request: HttpRequest, pk: int) -> HttpResponse:
    """By the person, or by the agent who no longer wants to."""
    visitor = visitor_of(request)
    if visitor is None:
        return to("me_login")
    row = get_object_or_404(Mandate.objects.of(visitor.community).select_related("person"), pk=pk)
    is_person = visitor.mandate is None and visitor.login.person_id == row.person_id
    is_agent = bool(visitor.login.phone_hash) and visitor.login.phone_hash == row.agent_phone_hash
    if not is_person and not is_agent:
        return to("me")
    if visitor.mandate is not None:
        acting.stop(request)
    actions.withdraw_mandate(row, channel=Channel.OWN, by=visitor.access())
    messages.success(request, _("委托已撤回，从现在起不能再代办。"))
    return to("me_mandates" if is_person else "me")


@require_POST
@private
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """代办: from now on this browser acts for that person."""
    visitor = visitor_of(request)
    if visitor is None:
        return to("me_login")
    row = get_object_or_404(Mandate.objects.of(visitor.community).select_related("person"), pk=pk)
    try:
        acting.begin(request, visitor, row)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return to("me")


@require_POST
@private
def act_end(request: HttpRequest) -> HttpResponse:
    acting.stop(request)
    messages.success(request, _("已结束代办，现在是您自己的页面。"))
    return to("me")


