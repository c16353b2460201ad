"""委托代办 at the office: written down with paper or by telephone, and ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huijia.core.people.models import Person
from huijia.core.residents import actions, log, queries
from huijia.core.residents.actions import MandateDraft
from huijia.core.residents.forms import MandateForm
from huijia.core.residents.models import Mandate
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.formkit import kept_photos
from huijia.kernel.files.queries import attachments
from huijia.kernel.privacy.actions import text_for
from huijia.kernel.privacy.enums import Channel

PAGE = 100


@require_safe
def mandates(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "residents.admit")
    context = {"rows": queries.live_mandates(access.community)[:PAGE]}
    return render(request, "residents/mandates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_new(request: HttpRequest, pk: int) -> HttpResponse:
    """For the person `pk`."""
    access = open_for(request, "residents.admit")
    person = get_object_or_404(Person.objects.of(access.community), pk=pk)
    bound = request.method == "POST"
    form = MandateForm(request.POST if bound else None, request.FILES if bound else None, access=access)
    if form.is_bound and form.is_valid():
        try:
            row = _give(form, person, access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            words = {"name": person.name, "agent": row.agent_name}
            messages.success(request, _("已记下：%(name)s 委托 %(agent)s。代办人用自己的手机登录就能代办。") % words)
            return redirect("residents:mandate", pk=row.pk)
    context = {"form": form, "person": person, "text": text_for(access.community, "mandate")}
    return render(request, "residents/mandate_new.html", context, status=422 if form.is_bound else 200)


def _give(form: MandateForm, person: Person, access: Access) -> Mandate:
    cleaned = form.cleaned_data
    photos = kept_photos(cleaned["photos"], by=access)
    draft = MandateDraft(
        person=person, agent_name=cleaned["agent_name"], agent_phone=cleaned["agent_phone"],
        relation=cleaned["relation"], scopes=cleaned["scopes"], starts_on=cleaned["starts_on"],
        ends_on=cleaned["ends_on"], channel=Channel(cleaned["channel"]), questions=cleaned["questions"],
        proof=photos[0] if photos else None,
    )
    return actions.give_mandate(draft, by=access)


@require_safe
def mandate(request: HttpRequest, pk: int) -> HttpResponse:
    access = open_for(request, "residents.admit")
    row = get_object_or_404(Mandate.objects.of(access.community).select_related("person"), pk=pk)
    proofs = [each.file for each in attachments(access.community, (log.MANDATE, row.pk))]
    return render(request, "residents/mandate.html", {"row": row, "proofs": proofs})


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    access = open_for(request, "residents.admit")
    row = get_object_or_404(Mandate.objects.of(access.community).select_related("person"), pk=pk)
    if actions.withdraw_mandate(row, channel=Channel.PHONE, by=access):
        messages.success(request, _("委托已撤回，代办人从现在起不能再看、再办。"))
    else:
        messages.info(request, _("这份委托早先已经撤回。"))
    return redirect("residents:mandate", pk=pk)
