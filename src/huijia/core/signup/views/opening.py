"""The head of every page of the room: who may, whether the community has it on, and which row is meant."""

from django.http import Http404, HttpRequest

from huijia.core.signup import queries
from huijia.core.signup.apps import CODE
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules


def opened(request: HttpRequest, *permissions: str) -> Access:
    access = open_for(request, *permissions)
    modules.require(access.community, CODE)
    return access


def occasion_of(access: Access, pk: int) -> Occasion:
    """
    Raises:
        Http404: there is none in the reader's community.
    """
    found = queries.activities(access.community).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def signup_of(access: Access, pk: int) -> Signup:
    """
    Raises:
        Http404: there is none in the reader's community.
    """
    rows = Signup.objects.of(access.community).select_related("occasion")
    found = rows.filter(pk=pk, occasion__is_activity=True).first()
    if found is None:
        raise Http404
    return found
