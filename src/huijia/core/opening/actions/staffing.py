"""One form for somebody of the staff: on the roster, in a post, with a login and its first password."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.core.opening.actions.founding import slug_of
from huijia.core.people import actions as people
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Post
from huijia.core.places.models import Grid, Group
from huijia.kernel.accounts import actions as accounts
from huijia.kernel.accounts import passwords
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User, normal_username
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

# The role in which the holder of a post signs in.
ROLE_OF = {
    PostKind.SECRETARY: "secretary", PostKind.COMMITTEE: "committee", PostKind.OPERATOR: "operator",
    PostKind.GRID_HEAD: "grid_worker", PostKind.GRID_WORKER: "grid_worker", PostKind.GROUP_LEADER: "group_leader",
    PostKind.MEMBER_HOUSEHOLD: "member_household",
}
LIMITED = frozenset({PostKind.GRID_HEAD, PostKind.GRID_WORKER, PostKind.GROUP_LEADER, PostKind.MEMBER_HOUSEHOLD})


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """`username` "" takes the initials and the last four digits; `login` False gives the post only."""

    name: str
    phone: str
    kind: PostKind
    title: str = ""
    grid: Grid | None = None
    group: Group | None = None
    login: bool = True
    username: str = ""


@dataclass(frozen=True)
class Appointed:
    """`user` and `password` are None where no login was made."""

    post: Post
    user: User | None = None
    password: str | None = None


def appoint(newcomer: Newcomer, *, by: Access) -> Appointed:
    """All of it or nothing. Who has a login already gets the post and keeps the login.

    Raises:
        Refusal: with the field it belongs to.
    """
    if newcomer.login:
        by.require("accounts.manage")
    with transaction.atomic():
        person = people.add_person(name=newcomer.name, phone=newcomer.phone, by=by)
        post = people.give_post(
            person, kind=newcomer.kind, title=newcomer.title, grid=newcomer.grid, group=newcomer.group, by=by,
            starts_on=clock.today(),
        )
        if not newcomer.login or person.user_id is not None:
            return Appointed(post)
        password = passwords.initial_password()
        user = accounts.create_user(
            username=newcomer.username.strip() or free_username(newcomer), name=newcomer.name, phone=newcomer.phone,
            password=password, by=by,
        )
        accounts.grant(user, ROLE_OF[newcomer.kind], by.community, grids=_grids(newcomer), by=by)
        people.link_login(person, user=user, by=by)
    return Appointed(post, user, password)


def _grids(newcomer: Newcomer) -> list[int]:
    return [newcomer.grid.pk] if newcomer.grid is not None and newcomer.kind in LIMITED else []


def free_username(newcomer: Newcomer) -> str:
    """周领航, 139…1234: `zlh1234`, with a number behind it where that is taken."""
    tail = "".join(c for c in newcomer.phone if c.isdigit())[-4:]
    start = normal_username(f"{slug_of(newcomer.name)}{tail}")
    for name in (start, *(f"{start}-{n}" for n in range(2, 20))):
        if len(name) >= 2 and not User.objects.filter(username=name).exists():
            return name
    raise Refusal(_("请自己定一个用户名。"), field="username", code="taken")
