"""What the room's pages share: the head of each view, the door, the visit."""

from django.http import Http404, HttpRequest

from huijia.core.people.queries import walks
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules
from huijia.serve.visits import queries
from huijia.serve.visits.models import Visit

MODULE = "visits"
SIZE = 50


def entered(request: HttpRequest, *permissions: str) -> Access:
    access = open_for(request, *permissions)
    modules.require(access.community, MODULE)
    return access


def door_of(access: Access, dwelling_id: int) -> Dwelling:
    """
    Raises:
        Http404: none here, or not one that this login walks.
    """
    rows = Dwelling.objects.of(access.community).select_related("grid", "group").defer("grid__polygon")
    dwelling = rows.filter(pk=dwelling_id).first()
    if dwelling is None or not walks(access, dwelling_id):
        raise Http404
    return dwelling


def visit_of(access: Access, ticket: str) -> Visit:
    visit = queries.find(access, ticket)
    if visit is None:
        raise Http404
    return visit
