"""Reads used in more than one place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from huijia.kernel.accounts import roles
from huijia.kernel.accounts.models import Factor, Membership, SignIn, TrustedDevice, User
from huijia.kernel.communities.models import Community, District, Street
from huijia.kernel.communities.queries import live
from huijia.lib import clock

if TYPE_CHECKING:
    from huijia.kernel.accounts.access import Access

MOST_SHOWN = 20


def memberships_on(user: User, day: date) -> list[Membership]:
    """The memberships of `user` valid on `day`, places loaded; one query."""
    rows = user.memberships.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))
    near = ("community__street__district", "community__practice", "street", "district")
    return list(rows.select_related(*near).order_by("pk"))


def covers(membership: Membership, community: Community) -> bool:
    """Whether it holds in `community`: there, in its street or district; in a practice copy as in the live one."""
    if membership.community_id is not None:
        return membership.community_id in (community.pk, community.practice_of_id)
    if membership.street_id is not None:
        return membership.street_id == community.street_id
    return membership.district_id == community.street.district_id


def communities_of(memberships: Iterable[Membership]) -> list[Community]:
    """The live communities in which they hold, by name; no query when all are of single communities."""
    rows = list(memberships)
    found = {m.community.pk: m.community for m in rows if m.community is not None}
    streets = {m.street_id for m in rows if m.street_id is not None}
    districts = {m.district_id for m in rows if m.district_id is not None}
    if streets or districts:
        within = Q(street_id__in=streets) | Q(street__district_id__in=districts)
        for community in live().filter(within).select_related("street__district", "practice"):
            found[community.pk] = community
    return sorted(found.values(), key=lambda community: (community.name, community.pk))


def practice_among(communities: Iterable[Community], pk: int) -> Community | None:
    """The practice copy with this id, if it stands beside one of these communities."""
    beside = Community.objects.filter(practice_of__in=[community.pk for community in communities])
    return beside.select_related("street__district", "practice_of").filter(pk=pk).first()


def home_community_id(user: User, day: date) -> int | None:
    """The community whose log tells of this user's logins: that of the first role there; None without one."""
    found = (m.community_id for m in memberships_on(user, day))
    return next((pk for pk in found if pk is not None), None)


def users_of(community: Community) -> QuerySet[User]:
    """The staff: everybody who has, had or will have a role that holds in `community`, by name. No residents."""
    here = Membership.objects.filter(_holds_in(community), user=OuterRef("pk"))
    return User.objects.filter(Exists(here), is_resident=False).order_by("name", "pk")


def has_factor(user: User) -> bool:
    """Whether a second factor is set up and asked for."""
    return Factor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def live_devices(user: User, at: datetime) -> list[TrustedDevice]:
    """The phones that this user may unlock with a PIN, the latest first."""
    rows = TrustedDevice.objects.filter(user=user, shut_at=None, expires_at__gt=at)
    return list(rows.order_by("-created_at", "-pk")[:MOST_SHOWN])


def open_sign_ins(user: User, since: datetime) -> list[SignIn]:
    """Sessions not ended and used since then, the latest first."""
    rows = SignIn.objects.filter(user=user, ended_at=None, seen_at__gte=since).select_related("device")
    return list(rows.order_by("-seen_at", "-pk")[:MOST_SHOWN])


def _holds_in(community: Community) -> Q:
    there = Q(community__in=(community.pk, community.practice_of_id or community.pk))
    return there | Q(street_id=community.street_id) | Q(district_id=community.street.district_id)


def scopes_of(by: Access, day: date | None = None) -> list[Community | Street | District]:
    """The places above and at `by.community` in which `by` may give roles, the nearest first."""
    community = by.community
    places = (community, community.street, community.street.district)
    return [place for place in places if governs(by, place, day)]


def governs(by: Access, place: Community | Street | District, day: date | None = None) -> bool:
    """Whether `by` may manage accounts in all of `place`: a role with that right there or above it."""
    if by.kind == "system":
        return True
    if by.kind != "user" or by.user_id is None:
        return False
    held = memberships_on(User(pk=by.user_id), day or clock.today())
    return any(_lies_in(place, m) for m in held if "accounts.manage" in roles.permissions_of(m.role))


def _lies_in(place: Community | Street | District, membership: Membership) -> bool:
    if isinstance(place, Community):
        return covers(membership, place)
    if isinstance(place, Street):
        return membership.street_id == place.pk or membership.district_id == place.district_id
    return membership.district_id == place.pk


def may_manage(by: Access, user: User, day: date | None = None) -> bool:
    """Whether `by` may touch this account: it governs every place where `user` has, or will have, a role.

    An account without any present role belongs to those who govern the places of its former ones.
    """
    day = day or clock.today()
    rows = list(user.memberships.select_related("community__street__district", "street__district", "district"))
    present = [m for m in rows if m.ends_on is None or m.ends_on > day]
    return bool(present or rows) and all(governs(by, m.scope, day) for m in present or rows)
