"""The head of every page of the room: who may, and whether the community has switched it on."""

from typing import TypeVar

from django.http import Http404, HttpRequest

from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules
from huijia.kernel.communities.models import CommunityOwned
from huijia.serve.hotline.apps import CODE

T = TypeVar("T", bound=CommunityOwned)


def opened(request: HttpRequest, *permissions: str) -> Access:
    access = open_for(request, *permissions)
    modules.require(access.community, CODE)
    return access


def found(row: T | None) -> T:
    """
    Raises:
        Http404: there is no such row in the reader's community.
    """
    if row is None:
        raise Http404
    return row
