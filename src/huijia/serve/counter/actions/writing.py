"""What the verbs of this room share: the door of a community, the entry in the ledger, being too late."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import CommunityOwned
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock


class Stale(Refusal):
    """Somebody else was quicker."""


def stale() -> Stale:
    return Stale(_("这一条刚刚有了变化，请看最新情况后再办"), code="stale")


def of_here(row: CommunityOwned, by: Access) -> None:
    """
    Raises:
        Refusal: the row belongs to another community.
    """
    if row.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")


def note(
    kind: str, subject: tuple[str, int], by: Access, *, at: datetime | None = None,
    data: Mapping[str, Any] | None = None, personal: Mapping[str, Any] | None = None,
) -> None:
    ledger.record(
        f"counter.{kind}", subject=subject, by=by.actor(), community_id=by.community.pk, at=at, data=data,
        personal=personal,
    )


def span(starts_at: datetime, ends_at: datetime) -> str:
    """11-27 17:30–19:00"""
    return f"{clock.local(starts_at):%m-%d %H:%M}–{clock.local(ends_at):%H:%M}"
