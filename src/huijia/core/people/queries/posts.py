"""Who holds which post, who looks after whom, who acts for whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from huijia.core.people.enums import PostKind
from huijia.core.people.models import Absence, Care, HouseholdMember, Person, Post, Residence
from huijia.core.people.queries.dates import holding
from huijia.core.people.queries.persons import person_phone
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.lib import clock


def posts_of_kinds(community: Community, kinds: list[str], day: date | None = None) -> QuerySet[Post]:
    """Posts of these kinds that are held on `day`, with their person and grid, in the order of `PostKind`."""
    rows = Post.objects.of(community).filter(kind__in=kinds).select_related("person", "grid", "group")
    return holding(rows.defer("grid__polygon"), day).order_by("kind", "pk")


@dataclass(frozen=True)
class Carer:
    """Somebody on whom a door can call. `phone` is the number that the post gives to residents."""

    label: str
    kind: str
    phone: str

    @property
    def said(self) -> str:
        """The post in words."""
        return str(PostKind(self.kind).label)


def carers_of(dwelling: Dwelling | None, grid_id: int, community: Community) -> list[Carer]:
    """My people at a door: the grid workers of its grid, then the member household that looks after who lives here."""
    workers = Post.objects.of(community).filter(
        Q(kind=PostKind.GRID_WORKER, grid_id=grid_id)
    ).select_related("person")
    posts = list(holding(workers).order_by("pk"))
    if dwelling is not None:
        living = holding(Residence.objects.of(community).filter(dwelling=dwelling)).values("household_id")
        cares = Care.objects.of(community).filter(household_id__in=living).select_related("post__person")
        posts += [care.post for care in holding(cares).order_by("pk") if care.post.holds_on(clock.today())]
    # One person looks after several households of a house: named once.
    posts = list({post.pk: post for post in posts}.values())
    return [Carer(post.person.name, post.kind, person_phone(post.person)) for post in posts]


Place = tuple[int | None, int]
"""A dwelling's id, None for a public spot, and its grid's."""


def carers_at(places: Iterable[Place], community: Community) -> dict[Place, list[Carer]]:
    """`carers_of` for many doors in three statements; a place where nobody is known has an empty list."""
    wanted = list(dict.fromkeys(places))
    homes, grids = {home for home, _grid in wanted if home is not None}, {grid for _home, grid in wanted}
    rows = Post.objects.of(community).filter(kind=PostKind.GRID_WORKER, grid_id__in=grids).select_related("person")
    workers: dict[int, list[Post]] = defaultdict(list)
    for post in holding(rows).order_by("pk"):
        workers[post.grid_id].append(post)
    living = holding(Residence.objects.of(community).filter(dwelling_id__in=homes))
    homes_of: dict[int, list[int]] = defaultdict(list)
    for household, home in living.values_list("household_id", "dwelling_id"):
        homes_of[household].append(home)
    carers: dict[int, list[Post]] = defaultdict(list)
    cares = Care.objects.of(community).filter(household_id__in=homes_of).select_related("post__person")
    for care in holding(cares).order_by("pk"):
        for home in homes_of[care.household_id] if care.post.holds_on(clock.today()) else []:
            carers[home].append(care.post)
    return {
        (home, grid): [
            Carer(post.person.name, post.kind, person_phone(post.person))
            for post in dict.fromkeys([*workers[grid], *(carers[home] if home is not None else [])])
        ]
        for home, grid in wanted
    }


def households_of_carer(access: Access, day: date | None = None) -> QuerySet[Care]:
    """我的联系户: what the posts of this login look after, with the household."""
    cares = Care.objects.of(access.community).filter(post_id__in=access.post_ids).select_related("household")
    return holding(cares, day).order_by("pk")


def cares_for(access: Access, person: Person, day: date | None = None) -> bool:
    """True where one of this login's posts looks after the household that this person belongs to."""
    own = holding(HouseholdMember.objects.of(access.community).filter(person=person), day)
    return households_of_carer(access, day).filter(household_id__in=own.values("household_id")).exists()


def deputies_of(person_id: int, community: Community, at: datetime) -> list[int]:
    """Persons who act for `person_id` at this moment."""
    rows = Absence.objects.of(community).filter(
        person_id=person_id, starts_at__lte=at, ends_at__gt=at, cancelled_at=None
    )
    return list(rows.values_list("deputy_id", flat=True))


def acts_for(access: Access, person_id: int, at: datetime) -> bool:
    """True where this login is the deputy of that person at this moment."""
    return bool(access.person_ids.intersection(deputies_of(person_id, access.community, at)))


def absent_for_me(access: Access, at: datetime) -> list[int]:
    """Persons for whom this login is the deputy at this moment."""
    rows = Absence.objects.of(access.community).filter(
        deputy_id__in=access.person_ids, starts_at__lte=at, ends_at__gt=at, cancelled_at=None
    )
    return list(rows.values_list("person_id", flat=True))
