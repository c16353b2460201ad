"""The first community in a browser, and further ones by the street's or district's administrator."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from huijia.core.opening import actions
from huijia.core.opening.forms.founding import BeginForm, FoundForm
from huijia.kernel.accounts import queries as users
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.accounts.addresses import client_address, counted_as
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.communities.queries import live

MOST = 300


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """While there is no community: founds the first one with the code from the console. Later: to the login."""
    if live().exists():
        return redirect("accounts:login")
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            code = actions.check_code(form.cleaned_data["code"], address=counted_as(client_address(request)))
            founded = actions.found_office(form.draft(), code=code)
        except Refusal as refusal:
            form.refuse(refusal)
            status = 429 if refusal.code == "locked" else 422
            return render(request, "opening/begin.html", {"form": form}, status=status)
        return _told(request, founded, "opening/founded_plain.html")
    return render(request, "opening/begin.html", {"form": form}, status=422 if form.errors else 200)


def _told(request: HttpRequest, founded: actions.Founded, template: str) -> HttpResponse:
    """The answer itself shows the first password, which is kept nowhere."""
    return render(request, template, {"founded": founded, "address": settings.PUBLIC_URL})


def _governed(access: Access) -> QuerySet[Community]:
    """The communities of the street or district in which this login manages accounts."""
    street = access.community.street
    within = Q(pk__in=[])
    if users.governs(access, street):
        within |= Q(street=street)
    if users.governs(access, street.district):
        within |= Q(street__district=street.district)
    return live().filter(within).select_related("street").order_by("street__code", "code12")


def _above(request: HttpRequest) -> Access:
    """
    Raises:
        PermissionDenied: manages accounts in one community only.
    """
    access = open_for(request, "accounts.manage")
    if not users.governs(access, access.community.street):
        raise PermissionDenied(_("建社区由街道或区的系统管理员办理。"))
    return access


@require_GET
def communities(request: HttpRequest) -> HttpResponse:
    access = _above(request)
    return render(request, "opening/communities.html", {"communities": _governed(access)[:MOST]})


@never_cache
@require_http_methods(["GET", "POST"])
def community_add(request: HttpRequest) -> HttpResponse:
    access = _above(request)
    street = access.community.street
    given = {"street": street.name, "district": street.district.name, "code12": street.code[:9], "role": "admin"}
    form = FoundForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            founded = actions.found_office(form.draft(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _told(request, founded, "opening/founded.html")
    return render(request, "opening/community_add.html", {"form": form}, status=422 if form.errors else 200)
