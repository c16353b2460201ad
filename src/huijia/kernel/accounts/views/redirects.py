"""Where the reader goes next."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.roles import ROLES


def next_of(request: HttpRequest, default: str) -> str:
    """The `next` of the form or address when it stays on this site, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return default


def home_of(access: Access) -> str:
    """The first page of the reader's first role, in the order of the table."""
    names = [role.home for role in ROLES.values() if role.code in access.roles]
    for name in (*names, str(settings.LOGIN_REDIRECT_URL)):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return reverse("accounts:roles")
