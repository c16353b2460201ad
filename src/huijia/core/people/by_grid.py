"""Who lives in and who works for each grid and group, counted for the lists of places."""

from collections import defaultdict
from datetime import date

from django.db.models import Count

from huijia.core.people.enums import PostKind
from huijia.core.people.models import Post, Residence
from huijia.core.people.queries import holding
from huijia.kernel.communities.models import Community


def households_by_grid(community: Community, day: date | None = None) -> dict[int, int]:
    """How many households have their main home in each grid on `day`; one statement."""
    return _households(community, "dwelling__grid_id", day)


def households_by_group(community: Community, day: date | None = None) -> dict[int, int]:
    return _households(community, "dwelling__group_id", day)


def _households(community: Community, by: str, day: date | None) -> dict[int, int]:
    living = holding(Residence.objects.of(community).filter(is_main=True), day)
    counted = living.order_by().values_list(by).annotate(Count("household_id", distinct=True))
    return {place: count for place, count in counted if place is not None}


def staff_by_grid(community: Community, day: date | None = None) -> dict[int, dict[str, list[str]]]:
    """The names of grid heads and grid workers of each grid on `day`, by kind of post; one statement."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    kinds = (PostKind.GRID_HEAD, PostKind.GRID_WORKER)
    posts = holding(Post.objects.of(community).filter(kind__in=kinds, grid__isnull=False), day)
    for grid_id, kind, name in posts.order_by("pk").values_list("grid_id", "kind", "person__name"):
        found[grid_id][kind].append(name)
    return found
