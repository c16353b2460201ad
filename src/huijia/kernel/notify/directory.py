"""Who stands behind a user id or a role: asked when a notice is delivered, not when it is written."""

from django.db.models import Q

from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.accounts.queries import covers
from huijia.kernel.communities.models import Community
from huijia.kernel.notify import addresses
from huijia.kernel.notify.addresses import Address
from huijia.lib import clock


def addresses_of_user(value: str, community_id: int | None) -> list[Address]:
    """The phone and the e-mail address of an active user, as far as there are any."""
    user = User.objects.filter(pk=int(value), is_active=True).first()
    if user is None:
        return []
    found = [addresses.phone(user.phone)] if user.phone else []
    return [*found, addresses.email(user.email)] if user.email else found


def users_in_role(code: str, community_id: int | None) -> list[Address]:
    """Every active user who holds the role in the community today, at whatever level."""
    if community_id is None:
        return []
    community = Community.objects.select_related("street__district").get(pk=community_id)
    today = clock.today()
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today), role=code, starts_on__lte=today, user__is_active=True
    )
    ids = {row.user_id for row in held.select_related("street", "district").order_by("pk") if covers(row, community)}
    return [addresses.user(user_id) for user_id in sorted(ids)]


def register() -> None:
    addresses.register("user", addresses_of_user)
    addresses.register("role", users_in_role)
