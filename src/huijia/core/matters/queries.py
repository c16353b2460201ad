"""Every read of matters used more than once. Lists are keyset-paged and bounded; nothing here writes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from huijia.core.matters import likeness, rights, tickets
from huijia.core.matters.actions.moves import SUBJECT
from huijia.core.matters.enums import OPEN_STATES, Asked, State
from huijia.core.matters.models import Category, Extension, Handover, Helper, Matter
from huijia.core.people.models import Post
from huijia.core.people.queries import absent_for_me, phone_hash
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.kernel.search import queries as search
from huijia.lib import clock, geo

PAGE = 50

Twin = likeness.Twin
moves_for = rights.moves_for
parse_ticket = tickets.parse_ticket


def visible_to(access: Access) -> QuerySet[Matter]:
    """What this login may see. A complaint about a person never shows to that person; sensitive ones show to those
    who accept, to those responsible, and to no list of a neighbour."""
    rows = Matter.objects.of(access.community)
    if access.person_ids:
        rows = rows.exclude(about_id__in=access.person_ids)
    if access.may("matters.view"):
        return rows
    seen = Q(pk__in=[])
    if access.may("matters.view_own"):
        own = Matter.objects.of(access.community).filter(
            Q(responsible_id__in=access.post_ids)
            | Q(helpers__post_id__in=access.post_ids, helpers__until=None)
            | Q(handovers__taker_id__in=access.post_ids, handovers__outcome=Asked.PENDING)
        ).values("pk")
        seen |= Q(registered_by_id=access.user_id) | Q(pk__in=own)
        if access.grids is not None:
            seen |= Q(grid_id__in=access.grids, is_sensitive=False)
    if access.may("matters.street"):
        seen |= Q(state=State.ESCALATED, is_sensitive=False)
    return rows.filter(seen)


def with_card(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """Loads what a line of a list shows, in one query, without long texts."""
    return rows.select_related("grid", "category", "responsible").defer("text", "result", "answer", "grid__polygon")


def find(access: Access, ticket: str) -> Matter | None:
    """The matter with this ticket number, if this login may see it."""
    wanted = parse_ticket(ticket)
    if wanted is None:
        return None
    matter = visible_to(access).select_related(
        "community", "grid", "group", "category", "dwelling", "responsible__person", "merged_into", "split_from",
        "about", "plate",
    ).filter(pk=wanted[1]).first()
    return matter if matter is not None and matter.ticket.removeprefix("练习").startswith(wanted[0]) else None


def by_ticket(ticket: str) -> Matter | None:
    """The matter of a ticket number, whatever its community: the caller must hold its secret code."""
    wanted = parse_ticket(ticket)
    if wanted is None:
        return None
    rows = Matter.objects.everywhere().select_related("community", "merged_into", "responsible__person", "category")
    matter = rows.filter(pk=wanted[1]).first()
    return matter if matter is not None and matter.ticket.removeprefix("练习").startswith(wanted[0]) else None


def by_uuid(uuid: UUID) -> Matter | None:
    """The matter that a client's UUID made, whatever its community: the caller must have been given it back signed."""
    return Matter.objects.everywhere().select_related("community").filter(uuid=uuid).first()


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; the same words stand in its address."""

    state: str = ""
    lamp: str = ""
    grid: str = ""
    category: str = ""
    responsible: str = ""
    source: str = ""
    q: str = ""
    flag: str = ""


def narrowed(rows: QuerySet[Matter], filters: Filters, access: Access, at: datetime) -> QuerySet[Matter]:
    """`rows` under the filters. Values that make no sense give an empty list, never an error."""
    if filters.state == "open":
        rows = rows.filter(state__in=OPEN_STATES)
    elif filters.state:
        rows = rows.filter(state=filters.state)
    for name in ("grid", "responsible"):
        value = getattr(filters, name)
        if value:
            rows = rows.filter(**{f"{name}_id": int(value)}) if _is_id(value) else rows.none()
    if filters.category:
        rows = _by_category(rows, filters.category, access)
    if filters.source:
        rows = rows.filter(source=filters.source)
    rows = _by_lamp(rows, filters.lamp, at)
    rows = _by_flag(rows, filters.flag, access, at)
    if filters.q:
        rows = with_words(rows, filters.q, access)
    return rows


def _is_id(value: str) -> bool:
    """A number that a database takes for a key."""
    return value.isdecimal() and int(value) < 2**62


def _by_category(rows: QuerySet[Matter], value: str, access: Access) -> QuerySet[Matter]:
    """A category and those below it."""
    if not _is_id(value):
        return rows.none()
    under = Category.objects.of(access.community).filter(Q(pk=int(value)) | Q(parent_id=int(value)))
    return rows.filter(category_id__in=under.values("pk"))


def _by_flag(rows: QuerySet[Matter], flag: str, access: Access, at: datetime) -> QuerySet[Matter]:
    if flag == "supervised":
        return rows.filter(is_supervised=True)
    if flag == "sample":
        return rows.filter(at_once=True, to_sample=True)
    if flag == "mine":
        return rows.filter(registered_by_id=access.user_id)
    if flag == "todo":
        return rows.filter(_waits(access, at))
    if flag == "claimable":
        return rows.filter(pk__in=claimable(access, at).values("pk"))
    if flag == "today":
        return rows.filter(received_at__gte=clock.local(at).replace(hour=0, minute=0, second=0, microsecond=0))
    return rows.none() if flag else rows


def _by_lamp(rows: QuerySet[Matter], lamp: str, at: datetime) -> QuerySet[Matter]:
    if lamp == "red":
        return rows.filter(next_due__lt=at)
    if lamp == "yellow":
        return rows.filter(next_warn__lte=at, next_due__gte=at)
    if lamp == "green":
        return rows.filter(next_warn__gt=at)
    return rows.none() if lamp else rows


def with_words(rows: QuerySet[Matter], words: str, access: Access, most: int = 1000) -> QuerySet[Matter]:
    """Those of `rows` that hold the words, among the newest `most` that do; or the one of this ticket number."""
    ticket = parse_ticket(words)
    if ticket is not None:
        return rows.filter(pk=ticket[1])
    hits = search.find(access, words, kinds=[SUBJECT], limit=most)
    return rows.filter(pk__in=[hit.object_id for hit in hits])


LINE = (
    "community_id", "title", "place_name", "source", "state", "version", "responsible_label", "is_supervised",
    "is_historic", "received_at", "closed_at", "paused_at", "contact_due", "contacted_at", "due_at", "warn_at",
    "next_due", "next_warn", "sign_due", "grid__name", "category__name", "category__owner_id",
)
"""What a line of the long list shows: fifty rows of sixty columns took longer to make than to find."""


@dataclass(frozen=True)
class Page:
    """A bounded page, newest first; `older` is the key for the next one, None at the end."""

    rows: list[Matter]
    older: int | None


def page(rows: QuerySet[Matter], before: str = "", size: int = PAGE) -> Page:
    """One keyset page by id."""
    if _is_id(before):
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("grid", "category").only(*LINE).order_by("-pk")[: size + 1])
    return Page(found[:size], found[size - 1].pk if len(found) > size else None)


def count_up_to(rows: QuerySet[Any], most: int = 1000) -> int:
    """How many, at the most `most` + 1: a list says "1000+" instead of counting a million."""
    return int(rows.order_by()[: most + 1].count())


def mine(access: Access, at: datetime | None = None) -> QuerySet[Matter]:
    """待办: what waits for this person as the one responsible, as deputy, or as the one asked to take over."""
    moment = at or clock.now()
    persons = [*access.person_ids, *absent_for_me(access, moment)]
    offered = Handover.objects.of(access.community).filter(
        taker__person_id__in=access.person_ids, outcome=Asked.PENDING
    )
    waiting = Q(responsible__person_id__in=persons, state__in=(State.ASSIGNED, State.HANDLING, State.SUSPENDED))
    return Matter.objects.of(access.community).filter(waiting | Q(pk__in=offered.values("matter_id")))


def waiting_for(access: Access, at: datetime | None = None) -> QuerySet[Matter]:
    """待办 of this login: what is its own, and the next steps that are its office.

    Who directs (may approve) also assigns, checks and decides on extensions; who keeps the desk (answers residents
    without assigning) accepts and answers; the street has what was escalated.
    """
    return visible_to(access).filter(_waits(access, at or clock.now()))


def _waits(access: Access, moment: datetime) -> Q:
    """待办 as a condition. All of it is open, which is said apart: so the index on the state leads to it."""
    wanted = Q(pk__in=mine(access, moment).values("pk")) if access.may("matters.handle") else Q(pk__in=[])
    if access.may("matters.approve"):
        asked = Extension.objects.of(access.community).filter(outcome=Asked.PENDING)
        wanted |= Q(state__in=(State.COLLECTED, State.ACCEPTED)) | Q(pk__in=asked.values("matter_id"))
        others = Q(state=State.REPORTED) & ~Q(responsible__person_id__in=access.person_ids)
        wanted |= others & ~Q(result_by_id=access.user_id)
    if access.may("matters.answer") and not access.may("matters.assign"):
        wanted |= Q(state__in=(State.COLLECTED, State.CHECKED))
    if access.may("matters.street"):
        wanted |= Q(state=State.ESCALATED)
    return wanted & Q(state__in=OPEN_STATES)


def claimable(access: Access, at: datetime | None = None) -> QuerySet[Matter]:
    """认领: accepted matters in my grids that nobody has yet and that a member may take for their own."""
    posts = Post.objects.of(access.community).filter(
        pk__in=access.post_ids, kind__in=list(options.get(access.community, "claim_kinds"))
    )
    if not access.may("matters.claim") or access.grids is None or not posts.exists():
        return Matter.objects.of(access.community).none()
    rows = visible_to(access).filter(state=State.ACCEPTED, grid_id__in=access.grids, is_sensitive=False)
    return rows.exclude(category__is_claimable=False)


def to_call(community: Community) -> QuerySet[Matter]:
    """回访: checked matters whose reporter left a number and waits for the answer, oldest first."""
    return Matter.objects.of(community).filter(state=State.CHECKED).order_by("checked_at", "pk")


def to_ask(community: Community, at: datetime) -> QuerySet[Matter]:
    """Ended in the last 14 days, with a number, and not yet graded or tried: whom to ask for a grade."""
    since = at - timedelta(days=14)
    return Matter.objects.of(community).filter(
        state=State.CLOSED, is_historic=False, closed_at__gte=since, grades__isnull=True
    ).exclude(phone_hash="").order_by("closed_at", "pk")


def of_phone(access: Access, phone: str) -> QuerySet[Matter]:
    """Matters raised from this number, newest first; empty where it is no phone number."""
    try:
        key = phone_hash(phone)
    except ValueError:
        return Matter.objects.of(access.community).none()
    return visible_to(access).filter(phone_hash=key)


def helpers_of(matter: Matter) -> QuerySet[Helper]:
    return matter.helpers.filter(until=None).select_related("post__person", "team")


def categories_of(community: Community) -> QuerySet[Category]:
    """The tree, roots with their active children, by code."""
    children = Category.objects.of(community).filter(is_active=True).order_by("code")
    roots = Category.objects.of(community).filter(parent=None, is_active=True).order_by("code")
    return roots.prefetch_related(Prefetch("children", children))


def twins(
    access: Access, text: str, *, point: geo.Point | None = None, building: str = "", at: datetime | None = None,
    most: int = 5,
) -> list[likeness.Twin]:
    """At most five open or recent matters that may be the same: shared words, near by or in one building.

    Only this community, received within `twin_days`, and where a place is known within `twin_metres` or the same
    building.
    """
    moment = at or clock.now()
    since = moment - timedelta(days=int(options.get(access.community, "twin_days")))
    hits = search.alike(access.community.pk, text, kind=SUBJECT, since=since, limit=100)
    rows = visible_to(access).filter(pk__in=[hit.object_id for hit in hits], received_at__gte=since)
    found = []
    for matter in rows.exclude(state=State.MERGED).select_related("dwelling", "responsible"):
        twin = likeness.twin_of(matter, text, point, building, int(options.get(access.community, "twin_metres")))
        if twin is not None:
            found.append(twin)
    found.sort(key=lambda twin: (-len(twin.words), -twin.matter.pk))
    return found[:most]
