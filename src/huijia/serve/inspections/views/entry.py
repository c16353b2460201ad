"""What the room's pages share: the head of each view."""

from django.http import HttpRequest

from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules

MODULE = "inspections"
SIZE = 50


def entered(request: HttpRequest, *permissions: str) -> Access:
    access = open_for(request, *permissions)
    modules.require(access.community, MODULE)
    return access
