"""What the verbs of this room share: clean words, the door of a community, and being too late."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import CommunityOwned
from huijia.kernel.ledger import actions as ledger
from huijia.lib import numbers, text


class Stale(Refusal):
    """Somebody else was quicker."""


def stale() -> Stale:
    return Stale(_("这一条刚刚有了变化，请看最新情况后再办"), code="stale")


def words(written: str, field: str, limit: int, *, required: bool = False) -> str:
    """
    Raises:
        Refusal: too long, or empty where something is required.
    """
    try:
        cleaned = text.clean(written, limit).strip()
    except ValueError as error:
        raise Refusal(str(error), field=field) from error
    if required and not cleaned:
        raise Refusal(_("请填写内容"), field=field)
    return cleaned


def number(written: str, field: str = "phone", *, required: bool = True) -> str:
    """A phone number in its one written form, "" where none is needed and none was given.

    Raises:
        Refusal: it is no phone number.
    """
    if not written.strip() and not required:
        return ""
    try:
        return numbers.normal_phone(written)
    except ValueError as error:
        raise Refusal(str(error), field=field) from error


def of_here(row: CommunityOwned, by: Access) -> None:
    """
    Raises:
        Refusal: the row belongs to another community.
    """
    if row.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")


def record(
    kind: str, subject: tuple[str, int], by: Access, at: datetime, *, data: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
) -> None:
    ledger.record(
        f"hotline.{kind}", subject=subject, by=by.actor(), community_id=by.community.pk, at=at, data=data,
        personal=personal,
    )
