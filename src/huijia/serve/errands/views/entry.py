"""What the room's pages share: the head of each view, the errand, its time line."""

from typing import Any

from django.http import Http404, HttpRequest

from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules
from huijia.kernel.ledger.kinds import say
from huijia.kernel.ledger.queries import history
from huijia.serve.errands import queries
from huijia.serve.errands.log import ERRAND
from huijia.serve.errands.models import Errand

MODULE = "errands"
SIZE = 50


def entered(request: HttpRequest, *permissions: str) -> Access:
    access = open_for(request, *permissions)
    modules.require(access.community, MODULE)
    return access


def errand_of(access: Access, ticket: str) -> Errand:
    errand = queries.find(access, ticket)
    if errand is None:
        raise Http404
    return errand


def lines_of(errand: Errand) -> list[dict[str, Any]]:
    return [
        {"when": entry.occurred_at, "who": entry.actor_label, "for_who": entry.for_label, "text": say(entry)}
        for entry in history((ERRAND, errand.pk))
    ]
