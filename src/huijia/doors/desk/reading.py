"""How a staff page opens a matter: by its ticket number, if this login may see it."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from huijia.core.matters import queries
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.access import Access, open_for

SEEING = ("matters.view", "matters.view_own")


def opened(request: HttpRequest, ticket: str) -> tuple[Access, Matter]:
    """
    Raises:
        PermissionDenied: sees no matters at all.
        Http404: no such ticket number, or not for this login's eyes.
    """
    access = open_for(request, *SEEING)
    matter = queries.find(access, ticket)
    if matter is None:
        raise Http404(_("没有这个编号的事项，或者您不能查看"))
    return access, matter


def sees_reporter(access: Access) -> bool:
    """The street decides on a matter without knowing who raised it."""
    return access.may("matters.view") or access.may("matters.view_own")
