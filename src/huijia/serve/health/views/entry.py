"""The head of every page of the room: the health role alone, never kept by a browser or on the way."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules

View = Callable[..., HttpResponse]


def entered(request: HttpRequest) -> Access:
    access = open_for(request, "health.measure")
    modules.require(access.community, "health")
    return access


def unkept(view: View) -> View:
    """No copy of the page stays anywhere."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        return answer

    return wrapped


def person_of(access: Access, pk: int) -> Person:
    """
    Raises:
        Http404: there is none in the reader's community.
    """
    found = Person.objects.of(access.community).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
