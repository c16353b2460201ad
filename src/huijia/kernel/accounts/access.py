"""Who acts, where, with what rights: made once per request and handed to every verb as `by`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts import grids, queries, roles
from huijia.kernel.accounts.errors import CommunityNeeded, LoginNeeded, PasswordNeeded, Refusal
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger.actors import Actor
from huijia.lib import clock

COMMUNITY_KEY = "community"
"""Session key: id of the community the user works in now."""

People = Callable[[int, int, date], tuple[frozenset[int], frozenset[int]]]


@dataclass(frozen=True)
class Access:
    """`permissions` in `community`. `grids`: ids it is limited to, None for all of them.

    `person_ids`, `post_ids`: who the user is on the roster and which posts that person holds today. `for_label` names
    the one for whom a family member acts; the ledger then holds both.
    """

    user_id: int | None
    label: str
    kind: Literal["user", "reporter", "system"]
    community: Community
    permissions: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()
    grids: frozenset[int] | None = None
    person_ids: frozenset[int] = field(default=frozenset())
    post_ids: frozenset[int] = field(default=frozenset())
    for_label: str = ""

    def may(self, permission: str) -> bool:
        assert permission in roles.PERMISSIONS, f"no such permission: {permission}"
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """
        Raises:
            Refusal: the permission is missing.
        """
        if not self.may(permission):
            label = roles.PERMISSIONS[permission]
            raise Refusal(_("您没有“%(permission)s”的权限。") % {"permission": label}, code="forbidden")

    @property
    def role_label(self) -> str:
        """The roles as the page's head shows them; "" for those without."""
        return "、".join(roles.label_of(role) for role in self.roles)

    def actor(self, for_label: str = "") -> Actor:
        """The same as the ledger writes it; `for_label` names the one a deputy acts for."""
        return Actor(self.kind, self.user_id, self.label, for_label or self.for_label)

    @classmethod
    def system(cls, community: Community, label: str = "系统") -> Access:
        """The worker and commands: every permission in `community`."""
        return cls(None, label, "system", community, roles.SYSTEM_PERMISSIONS)

    @classmethod
    def reporter(
        cls, community: Community, label: str, *, user_id: int | None = None, for_label: str = ""
    ) -> Access:
        """A resident at the door or on the web; `user_id` when signed in, `for_label` when acting for another."""
        return cls(user_id, label, "reporter", community, roles.REPORTER_PERMISSIONS, for_label=for_label)

    @classmethod
    def of_user(cls, user: User, community: Community, at: datetime | None = None) -> Access:
        """What `user` may do in `community` on the local day of `at` (now); nothing without a membership."""
        day = clock.local(at).date() if at else clock.today()
        held = [m for m in queries.memberships_on(user, day) if queries.covers(m, community)]
        return _of_memberships(user, community, held, day)


def _of_memberships(user: User, community: Community, held: list[Membership], day: date) -> Access:
    granted: frozenset[str] = frozenset().union(*(roles.permissions_of(m.role) for m in held))
    person_ids, post_ids = (_people[0] if held else _nobody)(user.pk, community.pk, day)
    return Access(
        user_id=user.pk,
        label=user.name,
        kind="user",
        community=community,
        permissions=_allowed(granted, community) if user.is_active else frozenset(),
        roles=tuple(dict.fromkeys(m.role for m in held)),
        grids=_grids(held, community),
        person_ids=person_ids,
        post_ids=post_ids,
    )


def _allowed(granted: frozenset[str], community: Community) -> frozenset[str]:
    return granted - roles.NOT_IN_PRACTICE if community.is_practice else granted


def _grids(held: Iterable[Membership], community: Community) -> frozenset[int] | None:
    """All grids as soon as one membership has no limit; in a practice copy those that stand for the real ones."""
    lists = [m.grids for m in held]
    if not all(lists):
        return None
    limited = frozenset(int(grid) for each in lists for grid in each)
    return grids.in_practice(limited, community) if community.is_practice else limited


def _nobody(user_id: int, community_id: int, day: date) -> tuple[frozenset[int], frozenset[int]]:
    return frozenset(), frozenset()


_people: list[People] = [_nobody]


def register_people(find: People) -> None:
    """`find(user_id, community_id, day) -> (person ids, post ids)`; the roster registers it once."""
    _people[0] = find


def open_for(request: HttpRequest, *permissions: str, any: bool = True) -> Access:
    """The reader's access, opened at the head of every staff view: who, in which community, with what right.

    With `any` one of `permissions` is enough, else all are needed; with none, any role will do. Also set as
    `request.access`.

    Raises:
        LoginNeeded, PasswordNeeded, CommunityNeeded: the reader is sent there first.
        PermissionDenied: no role today, or not with the permission (403).
    """
    access: Access | None = getattr(request, "access", None)
    if access is None:
        access = _open(request)
        request.access = access  # type: ignore[attr-defined]
    has = [access.may(permission) for permission in permissions]
    enough = True in has if any else False not in has
    if permissions and not enough:
        raise PermissionDenied(_("您没有打开这一页的权限。"))
    return access


def _open(request: HttpRequest) -> Access:
    user = signed_in(request)
    if user.must_change_password:
        raise PasswordNeeded
    day = clock.today()
    held = queries.memberships_on(user, day)
    if not held:
        raise PermissionDenied(_("您今天没有任何角色，请找系统管理员。"))
    community = _chosen(request, held)
    return _of_memberships(user, community, [m for m in held if queries.covers(m, community)], day)


def _chosen(request: HttpRequest, held: list[Membership]) -> Community:
    open_to = queries.communities_of(held)
    if not open_to:
        raise PermissionDenied(_("您的辖区内还没有社区。"))
    chosen = request.session.get(COMMUNITY_KEY)
    for community in open_to:
        if community.pk == chosen:
            return community
    practice = queries.practice_among(open_to, chosen) if chosen else None
    if practice is not None:
        return practice
    if len(open_to) > 1:
        raise CommunityNeeded
    return open_to[0]


def signed_in(request: HttpRequest) -> User:
    """The user of the session, one of the staff.

    Raises:
        LoginNeeded: nobody is signed in.
        PermissionDenied: a resident is, whose own pages are elsewhere.
    """
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        raise LoginNeeded
    if user.is_resident:
        raise PermissionDenied(_("这一页是给工作人员用的。"))
    return user
