"""The street's desk: one access to all communities of a street, without choosing one first.

It gives the street's own permissions and nothing of a community's: no verb of a community takes it as `by`, and reads
go through `Model.objects.among(access.communities)`. Practice copies are never among them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts import queries, roles
from huijia.kernel.accounts.access import COMMUNITY_KEY, signed_in
from huijia.kernel.accounts.errors import PasswordNeeded, Refusal
from huijia.kernel.accounts.models import Membership
from huijia.kernel.communities.models import Community, Street
from huijia.kernel.ledger.actors import Actor
from huijia.lib import clock


@dataclass(frozen=True)
class StreetAccess:
    """Who acts for `street`, over which `communities` (the live ones, by name)."""

    user_id: int
    label: str
    street: Street
    communities: tuple[Community, ...]
    permissions: frozenset[str]
    roles: tuple[str, ...]

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """
        Raises:
            Refusal: the permission is missing.
        """
        if not self.may(permission):
            label = roles.PERMISSIONS[permission]
            raise Refusal(_("您没有“%(permission)s”的权限。") % {"permission": label}, code="forbidden")

    def holds(self, community_id: int) -> bool:
        """Whether that community is one of this street's."""
        return any(community.pk == community_id for community in self.communities)

    @property
    def community(self) -> Street:
        """The place that the head of a page names."""
        return self.street

    @property
    def role_label(self) -> str:
        return "、".join(roles.label_of(role) for role in self.roles)

    def actor(self, for_label: str = "") -> Actor:
        return Actor("user", self.user_id, f"{self.street.name} {self.label}", for_label)


def open_street_for(request: HttpRequest, *permissions: str) -> StreetAccess:
    """The reader's access to a street, opened at the head of each page of the street's desk; all `permissions` needed.

    Who works for several streets gets that of the community chosen before, else the first by name. Also set as
    `request.access`, from which the pages take their navigation.

    Raises:
        LoginNeeded, PasswordNeeded: the reader is sent there first.
        PermissionDenied: holds no role with them at a street or above it today (403).
    """
    user = signed_in(request)
    if user.must_change_password:
        raise PasswordNeeded
    held = [m for m in queries.memberships_on(user, clock.today()) if _fits(m, permissions)]
    streets = _streets(held)
    if not streets:
        raise PermissionDenied(_("您没有打开这一页的权限。"))
    communities = [one for one in queries.communities_of(held) if one.practice_of_id is None]
    chosen = request.session.get(COMMUNITY_KEY)
    wanted = next((one.street_id for one in communities if one.pk == chosen), None)
    street = next((one for one in streets if one.pk == wanted), streets[0])
    access = StreetAccess(
        user.pk, user.name, street, tuple(one for one in communities if one.street_id == street.pk),
        frozenset().union(*(roles.permissions_of(m.role) for m in held)), tuple(dict.fromkeys(m.role for m in held)),
    )
    request.access = access  # type: ignore[attr-defined]
    return access


def _fits(membership: Membership, permissions: tuple[str, ...]) -> bool:
    return membership.community_id is None and set(permissions) <= roles.permissions_of(membership.role)


def _streets(held: list[Membership]) -> list[Street]:
    own = {m.street_id for m in held if m.street_id is not None}
    districts = {m.district_id for m in held if m.district_id is not None}
    rows = Street.objects.filter(pk__in=own) | Street.objects.filter(district_id__in=districts)
    return list(rows.order_by("name", "pk").distinct()) if held else []


def works_for_a_street(request: HttpRequest) -> bool:
    """Whether this login's first page is the street's desk."""
    held = queries.memberships_on(signed_in(request), clock.today())
    return any(_fits(m, ("matters.street",)) for m in held)
