"""The head of every page of the room: who may, whether the community has it on, and which row is meant."""

from datetime import date
from typing import TypeVar

from django.http import Http404, HttpRequest

from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules
from huijia.kernel.communities.models import CommunityOwned

MODULE = "counter"
Row = TypeVar("Row", bound=CommunityOwned)


def entered(request: HttpRequest, *permissions: str) -> Access:
    access = open_for(request, *permissions)
    modules.require(access.community, MODULE)
    return access


def row_of(model: type[Row], access: Access, pk: int, *related: str) -> Row:
    """
    Raises:
        Http404: there is none in the reader's community.
    """
    rows = model.objects.of(access.community)
    found = (rows.select_related(*related) if related else rows).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
