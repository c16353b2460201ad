"""What a client sends carries its own UUID, so that a retry after a lost connection changes nothing.

A row keeps the hash of what it was made from (`draft_hash`). The same UUID with the same content gives the row that is
there; with other content it is refused, so that nothing that somebody typed is swallowed.
"""

from typing import Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.errors import Conflict
from huijia.lib import crypto

USED = _("这张表已经提交过另一份内容；请重新打开再填，已提交的没有改动")


Row = TypeVar("Row", bound="Sent")


class Sent(Protocol):
    """A row that a client made; `draft_hash` "" where nothing is kept to compare with."""

    draft_hash: str


def hash_of(*parts: object) -> str:
    """What a new row keeps of the content that made it."""
    return crypto.content_hash(*parts)


def same(there: Row, *parts: object, told: str | Promise = USED) -> Row:
    """The row that is there, for a retry.

    Raises:
        Conflict: it was made from other content.
    """
    if there.draft_hash and not crypto.same_content(there.draft_hash, *parts):
        raise Conflict(told)
    return there
