"""居民登录 at the office: give a code, print slips for a grid, void a code, close a login."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huijia.core.people.models import Person
from huijia.core.people.queries import home_of, person_phone
from huijia.core.residents import actions, agreed, queries
from huijia.core.residents.actions import Issued
from huijia.core.residents.actions.admissions import MOST_SLIPS
from huijia.core.residents.enums import Checked
from huijia.core.residents.forms import AdmitForm, AdmitPhoneForm, BatchForm
from huijia.core.residents.models import Admission, ResidentLogin
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.search import queries as search
from huijia.lib import clock
from huijia.lib.masks import mask_name, mask_phone

PAGE = 50


@dataclass(frozen=True)
class Slip:
    """What one household gets: told once, kept nowhere."""

    name: str
    address: str
    groups: list[str]
    link: str
    qr: str
    until: object


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Find somebody; the codes that are still out; the latest logins."""
    access = open_for(request, "residents.admit")
    q = request.GET.get("q", "").strip()[:40]
    now = clock.now()
    waiting = Admission.objects.of(access.community).filter(used_at=None, revoked_at=None, expires_at__gt=now)
    logins = ResidentLogin.objects.of(access.community).filter(closed_at=None).select_related("person", "user")
    context = {
        "q": q, "found": search.find(access, q, kinds=["person"], limit=20) if q else [],
        "waiting": [(row, _who(row.person, row.phone_tail)) for row in waiting.select_related("person")[:PAGE]],
        "logins": [(row, _who(row.person, row.phone_tail)) for row in logins[:PAGE]],
        "sends": agreed.sends_codes(access.community),
    }
    return render(request, "residents/home.html", context)


def _who(person: Person | None, tail: str) -> str:
    return mask_name(person.name) if person is not None else _("尾号 %(tail)s") % {"tail": tail}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: HttpRequest, pk: int) -> HttpResponse:
    """A code for a person on the roster, shown once."""
    access = open_for(request, "residents.admit")
    person = get_object_or_404(Person.objects.of(access.community), pk=pk)
    form = AdmitForm(request.POST if request.method == "POST" else None, access=access)
    phone = person_phone(person)
    can_send = agreed.sends_codes(access.community) and bool(phone)
    if form.is_bound and form.is_valid():
        try:
            issued = actions.admit(by=access, checked=Checked(form.cleaned_data["checked"]), person=person)
            if can_send and form.cleaned_data["send"]:
                once = f"admission:{issued.admission.pk}"
                actions.send_link(link_of(issued), phone=phone, by=access, once=once)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _given(request, access, issued, person.name)
    context: dict[str, Any] = {
        "form": form, "person": person, "address": _address(person), "phone": mask_phone(phone) if phone else "",
        "can_send": can_send, "login": queries.open_login_of(person),
    }
    return render(request, "residents/admit.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def admit_phone(request: HttpRequest) -> HttpResponse:
    """A code for a phone: somebody not on the roster, or a family member elsewhere."""
    access = open_for(request, "residents.admit")
    form = AdmitPhoneForm(request.POST if request.method == "POST" else None, access=access)
    if form.is_bound and form.is_valid():
        cleaned = form.cleaned_data
        try:
            issued = actions.admit(by=access, checked=Checked(cleaned["checked"]), phone=cleaned["phone"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _given(request, access, issued, _who(None, issued.admission.phone_tail))
    return render(request, "residents/admit_phone.html", {"form": form}, status=422 if form.is_bound else 200)


def _given(request: HttpRequest, access: Access, issued: Issued, name: str) -> HttpResponse:
    """The answer itself shows the code, which is kept nowhere: it can't be opened a second time."""
    context = {
        "slip": _slip(issued, name, ""), "hotline": access.community.hotline,
        "days": options.get(access.community, agreed.ADMIT_DAYS),
    }
    return render(request, "residents/given.html", context)


def link_of(issued: Issued) -> str:
    return settings.PUBLIC_URL + reverse("portal:in", args=[issued.token])


def _slip(issued: Issued, name: str, address: str) -> Slip:
    link = link_of(issued)
    code = segno.make(link, error="m", micro=False)
    qr = str(code.svg_data_uri(border=2, scale=4))
    return Slip(name, address, issued.groups, link, qr, issued.admission.expires_at)


def _address(person: Person) -> str:
    dwelling = home_of(person)[1]
    return dwelling.address if dwelling is not None else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """Slips for the households of a grid that have no login yet, sixty at a time, to be carried to the doors."""
    access = open_for(request, "residents.admit")
    form = BatchForm(request.POST if request.method == "POST" else None, access=access)
    if form.is_bound and form.is_valid():
        grid = form.cleaned_data["grid"]
        people = list(queries.heads_without_login(access.community, grid.pk)[:MOST_SLIPS])
        try:
            issued = actions.admit_households(people, by=access)
        except Refusal as refusal:
            form.refuse(Refusal(_("这个网格没有要发的户了。")) if not people else refusal)
        else:
            slips = [
                _slip(each, mask_name(person.name), _address(person))
                for each, person in zip(issued, people, strict=True)
            ]
            context = {"slips": slips, "grid": grid, "address": settings.PUBLIC_URL + reverse("portal:me_login")}
            return render(request, "residents/slips.html", context)
    context = {"form": form, "most": MOST_SLIPS}
    return render(request, "residents/batch.html", context, status=422 if form.is_bound else 200)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    access = open_for(request, "residents.admit")
    actions.revoke(get_object_or_404(Admission.objects.of(access.community).select_related("person"), pk=pk), by=access)
    messages.success(request, _("这个登录码已作废。"))
    return redirect("residents:home")


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """A lost phone, or at the person's wish; they can be given a new code at any time."""
    access = open_for(request, "residents.admit")
    row = get_object_or_404(ResidentLogin.objects.of(access.community).select_related("user"), pk=pk)
    actions.close_login(row, by=access)
    messages.success(request, _("登录已关闭，各处都已退出；需要时可以再给一个登录码。"))
    return redirect("residents:home")
