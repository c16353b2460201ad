"""Reads of errands used more than once."""

from django.db.models import Q, QuerySet

from huijia.core.matters.queries import parse_ticket
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Post
from huijia.core.people.queries import absent_for_me, posts_of_kinds
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from huijia.serve.errands.models import Errand, ErrandService, Handing, Move, Paper


def visible_to(access: Access) -> QuerySet[Errand]:
    """All of the community for who manages them; else those that I do, or stand in for."""
    rows = Errand.objects.of(access.community)
    if access.may("errands.manage"):
        return rows
    if not access.may("errands.view"):
        return rows.none()
    return rows.filter(mine(access))


def mine(access: Access) -> Q:
    return Q(agent_person_id__in=[*access.person_ids, *absent_for_me(access, clock.now())])


def with_line(rows: QuerySet[Errand]) -> QuerySet[Errand]:
    """With what a line of a list shows."""
    return rows.select_related("service", "grid").defer("grid__polygon")


def find(access: Access, ticket: str) -> Errand | None:
    """The errand with this number, if this login may see it."""
    wanted = parse_ticket(ticket)
    if wanted is None:
        return None
    rows = visible_to(access).select_related(
        "community", "service", "grid", "dwelling", "agent__person", "agent_person", "person"
    )
    errand = rows.filter(pk=wanted[1]).first()
    return errand if errand is not None and errand.ticket.startswith(wanted[0]) else None


def by_ticket(ticket: str) -> Errand | None:
    """The errand of a number, whatever its community: the caller must hold its secret code."""
    wanted = parse_ticket(ticket)
    if wanted is None:
        return None
    rows = Errand.objects.everywhere().select_related("community", "service", "agent_person")
    errand = rows.filter(pk=wanted[1]).first()
    return errand if errand is not None and errand.ticket.startswith(wanted[0]) else None


def offered(community: Community) -> QuerySet[ErrandService]:
    """What residents may ask for."""
    return ErrandService.objects.of(community).filter(is_active=True)


def agents(community: Community) -> list[Post]:
    """Who may be entrusted today."""
    return list(posts_of_kinds(community, [kind.value for kind in PostKind]))


def papers_of(errand: Errand) -> list[Paper]:
    return list(Paper.objects.of(errand.community_id).filter(errand=errand).order_by("pk"))


def handings_of(errand: Errand) -> list[tuple[Handing, list[Move]]]:
    """Each handing with what moved in it; two statements."""
    rows = list(Handing.objects.of(errand.community_id).filter(errand=errand).order_by("at", "pk"))
    moves = Move.objects.of(errand.community_id).filter(handing__in=rows).select_related("paper").order_by("pk")
    found: dict[int, list[Move]] = {row.pk: [] for row in rows}
    for move in moves:
        found[move.handing_id].append(move)
    return [(row, found[row.pk]) for row in rows]


