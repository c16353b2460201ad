"""What the practice copy takes over from the live community: places, agreements, categories, posts and who signs in."""

from dataclasses import dataclass, field

from huijia.core.matters.models import Category
from huijia.core.matters.seeds import plant_categories
from huijia.core.opening.practice import lists
from huijia.core.people import actions as people
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Person, Post
from huijia.core.people.queries import holding
from huijia.core.places.models import Grid, Group, Landmark
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import Membership
from huijia.kernel.communities.models import Community, Option
from huijia.kernel.communities.shelf import forget_all
from huijia.lib import clock

MOST_POSTS = 300
POST_OF = {
    "secretary": PostKind.SECRETARY, "committee": PostKind.COMMITTEE, "operator": PostKind.OPERATOR,
    "grid_worker": PostKind.GRID_WORKER, "group_leader": PostKind.GROUP_LEADER,
    "member_household": PostKind.MEMBER_HOUSEHOLD,
}
# Invented colleagues where the live community has nobody yet, so that a matter can be assigned and checked.
STAND_INS = (
    (PostKind.SECRETARY, "练小书"), (PostKind.COMMITTEE, "练小委"), (PostKind.GRID_WORKER, "练小网"),
    (PostKind.MEMBER_HOUSEHOLD, "练小户"),
)


@dataclass
class Place:
    """The practice community as far as it is made."""

    community: Community
    by: Access
    grids: list[Grid] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    phone: int = 0

    def next_phone(self) -> str:
        """Invented numbers, each once."""
        self.phone += 1
        return f"199000{90000 + self.phone:05d}"


def copy(practice: Community) -> Place:
    live = practice.practice_of
    assert live is not None, "not a practice copy"
    place = Place(practice, Access.system(practice, "练习"))
    Community.objects.filter(pk=practice.pk).update(
        name=live.name, hotline=live.hotline, motto=live.motto, lon=live.lon, lat=live.lat,
        opened_on=live.opened_on or clock.today(), street=live.street, code12=live.code12,
    )
    Option.objects.bulk_create(
        Option(community=practice, key=row.key, value=row.value, changed_at=clock.now())
        for row in Option.objects.of(live)
    )
    forget_all()
    plant_categories(place.by)
    _categories(live, practice)
    place.grids = _grids(live, practice)
    place.groups = _groups(live, practice)
    Landmark.objects.bulk_create(
        Landmark(community=practice, name=row.name, kind=row.kind, shape=row.shape) for row in Landmark.objects.of(live)
    )
    _posts(live, place)
    lists.copy_all(live, practice)
    return place


def _categories(live: Community, practice: Community) -> None:
    """The live community's tree as it stands, under the same roots; who usually takes them on is nobody of the copy."""
    there = {row.code: row for row in Category.objects.of(practice)}
    for row in Category.objects.of(live).select_related("parent").order_by("code"):
        old = there.get(row.code)
        parent = there.get(row.parent.code) if row.parent else None
        row.pk, row.community, row.parent = old.pk if old else None, practice, parent
        row.owner, row._state.adding = None, old is None
        row.save()
        there[row.code] = row


def _grids(live: Community, practice: Community) -> list[Grid]:
    rows = list(Grid.objects.of(live)) or [Grid(code=f"{live.code12}001", name="练习网格")]
    return Grid.objects.bulk_create(
        Grid(community=practice, code=row.code, name=row.name, polygon=row.polygon, party_group=row.party_group)
        for row in rows
    )


def _groups(live: Community, practice: Community) -> list[Group]:
    rows = list(Group.objects.of(live)) or [Group(name="练习组", kind="village")]
    return Group.objects.bulk_create(Group(community=practice, name=row.name, kind=row.kind) for row in rows)


def _posts(live: Community, place: Place) -> None:
    """Each post held today, with an invented number; then logins without a post, by their role; then stand-ins."""
    grids, groups = {g.code: g for g in place.grids}, {g.name: g for g in place.groups}
    persons: dict[int, Person] = {}
    held = holding(Post.objects.of(live)).select_related("person", "grid", "group").order_by("pk")[:MOST_POSTS]
    for post in held:
        if post.person_id not in persons:
            persons[post.person_id] = _person(place, post.person.name, post.person.user_id)
        grid = grids.get(post.grid.code) if post.grid else None
        group = groups.get(post.group.name) if post.group else None
        _post(place, persons[post.person_id], PostKind(post.kind), post.title, grid, group)
    known = {person.user_id for person in persons.values()}
    for row in holding(Membership.objects.filter(community=live, role__in=POST_OF, user__is_active=True)):
        if row.user_id not in known:
            known.add(row.user_id)
            _post(place, _person(place, row.user.name, row.user_id), POST_OF[row.role])
    kinds = {post.kind for post in place.posts}
    for kind, name in STAND_INS:
        if kind not in kinds or kind == PostKind.COMMITTEE:
            _post(place, _person(place, name, None), kind)


def _person(place: Place, name: str, user_id: int | None) -> Person:
    person = Person(community=place.community, name=name, user_id=user_id)
    people.set_phone(person, place.next_phone())
    person.save(force_insert=True)
    return person


def _post(
    place: Place, person: Person, kind: PostKind, title: str = "", grid: Grid | None = None, group: Group | None = None
) -> None:
    limited = kind not in (PostKind.SECRETARY, PostKind.COMMITTEE, PostKind.OPERATOR)
    place.posts.append(Post.objects.create(
        community=place.community, person=person, kind=kind, title=title, starts_on=clock.today(),
        grid=grid or (place.grids[0] if limited else None),
        group=group or (place.groups[0] if kind == PostKind.GROUP_LEADER else None),
    ))
