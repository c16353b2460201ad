"""What the verbs of this room share: clean words, the door of a community, the one door of a state, being too late."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.signup.enums import State
from huijia.core.signup.models import Occasion, Signup
from huijia.core.signup.workflow import EDGES, Edge
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import CommunityOwned
from huijia.kernel.ledger import actions as ledger
from huijia.lib import text

OCCASION, SIGNUP = "signup.occasion", "signup.signup"


class Stale(Refusal):
    """Somebody else was quicker."""


def stale() -> Stale:
    return Stale(_("这一条刚刚有了变化，请看最新情况后再办"), code="stale")


USED = _("这张表已用于另一次报名，请重新打开再填")


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


def of_here(row: CommunityOwned, by: Access) -> None:
    """
    Raises:
        Refusal: the row belongs to another community.
    """
    if row.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")


def allowed(by: Access, permission: str) -> None:
    """Staff need the permission; a resident acts through a page that has opened the sign-up with its code."""
    if by.kind != "reporter":
        by.require(permission)


def moved(signup: Signup, move: str, at: datetime, **changes: Any) -> Edge:
    """The one door of a sign-up's state: what the table allows, and nobody changed it since it was read.

    Raises:
        Stale: it stands elsewhere by now.
    """
    edge = EDGES[move]
    if signup.state not in edge.before:
        raise Stale(
            _("这份报名现在是“%(state)s”，不能再“%(move)s”")
            % {"state": State(signup.state).label, "move": edge.label},
            code="stale",
        )
    rows = Signup.objects.of(signup.community_id).filter(pk=signup.pk, state=signup.state, version=signup.version)
    changed = {**changes, "state": edge.after, "moved_at": at}
    if not rows.update(**changed, version=F("version") + 1):
        raise stale()
    for name, value in {**changed, "version": signup.version + 1}.items():
        setattr(signup, name, value)
    return edge


def record_of(
    kind: str, row: Signup | Occasion, by: Access, at: datetime, *, data: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
) -> None:
    subject = SIGNUP if isinstance(row, Signup) else OCCASION
    ledger.record(
        f"signup.{kind}", subject=(subject, row.pk), by=by.actor(), community_id=by.community.pk, at=at, data=data,
        personal=personal,
    )
