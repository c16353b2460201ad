"""What is a resident's own: which matters, and what every page of theirs shows at its head."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from huijia.core.matters.models import Matter
from huijia.core.residents.visitors import Visitor
from huijia.doors.portal import spots
from huijia.lib.masks import mask_name


def matters_of(visitor: Visitor) -> QuerySet[Matter]:
    """Raised from their number, or while signed in. Of the sensitive ones only the latter: a family shares a phone."""
    begun = Q(pk__in=visitor.done("matter"))
    if not visitor.may("follow"):
        return Matter.objects.of(visitor.community).filter(begun)
    by_phone = Q(phone_hash__in=visitor.phone_hashes, is_sensitive=False, is_petition=False)
    return Matter.objects.of(visitor.community).filter(begun | by_phone if visitor.phone_hashes else begun)


def frame(request: HttpRequest, visitor: Visitor) -> dict[str, Any]:
    """The head: who is signed in, for whom they act, and the community."""
    mandate = visitor.mandate
    return {
        "community": visitor.community, "home_url": spots.with_community("/", visitor.community),
        "query": spots.with_community("", visitor.community), "visitor": visitor, "login": visitor.login,
        "acting_for": mask_name(mandate.person.name) if mandate is not None else "",
        "acting_as": mask_name(mandate.agent_name) if mandate is not None else "",
        "mandate": mandate, "mandate_over": getattr(request, "mandate_over", False),
    }
