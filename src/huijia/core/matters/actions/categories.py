"""类别: a community's own tree of what matters are about; two levels, as residents choose by touch."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.actions.moves import stale
from huijia.core.matters.enums import Unit
from huijia.core.matters.models import Category
from huijia.core.people.models import Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib.text import clean

NAME_LIMIT = 60
LONGEST = 365
"""Hours or working days; more is a slip of the finger."""


@dataclass(frozen=True)
class CategoryDraft:
    """What a category says. `limit` None takes the limit of what is wanted; `owner` is named first when assigning."""

    name: str
    limit: int | None = None
    unit: Unit = Unit.WORKING_DAYS
    owner: Post | None = None
    is_sensitive: bool = False
    is_emergency: bool = False
    is_claimable: bool = True
    is_active: bool = True


def add_category(draft: CategoryDraft, *, by: Access, parent: Category | None = None) -> Category:
    """A new category under `parent`, or a root; its code follows the last beside it.

    Raises:
        Refusal: no right to, no name or one that stands beside it already, a limit that cannot be, or a third level.
    """
    by.require("settings.edit")
    if parent is not None and (parent.community_id != by.community.pk or parent.parent_id is not None):
        raise Refusal(_("只能放在大类下面"), field="parent")
    row = Category(community=by.community, parent=parent)
    _fill(row, draft, by)
    try:
        with transaction.atomic():
            row.code = _next_code(by, parent)
            row.save(force_insert=True)
            _record(row, by)
    except IntegrityError:
        raise stale() from None
    return row


def change_category(category: Category, draft: CategoryDraft, *, version: int, by: Access) -> None:
    """Other words, limit or owner from now on; deadlines that are set stay. Retired, it stays on old matters.

    Raises:
        Refusal: as `add_category`. Stale: somebody changed it since `version` was read.
    """
    by.require("settings.edit")
    if category.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    _fill(category, draft, by)
    with transaction.atomic():
        rows = Category.objects.of(by.community).filter(pk=category.pk, version=version)
        if not rows.update(
            name=category.name, limit=category.limit, unit=category.unit, owner=category.owner,
            is_sensitive=category.is_sensitive, is_emergency=category.is_emergency,
            is_claimable=category.is_claimable, is_active=category.is_active, version=F("version") + 1,
        ):
            raise stale()
        _record(category, by)


def _fill(row: Category, draft: CategoryDraft, by: Access) -> None:
    name = clean(draft.name, NAME_LIMIT)
    if not name:
        raise Refusal(_("请填写"), field="name")
    beside = Category.objects.of(by.community).filter(parent=row.parent, name=name).exclude(pk=row.pk)
    if beside.exists():
        raise Refusal(_("这里已有同名的类别"), field="name", code="taken")
    if draft.limit is not None and not 1 <= draft.limit <= LONGEST:
        raise Refusal(_("应在 %(least)s 到 %(most)s 之间") % {"least": 1, "most": LONGEST}, field="limit")
    if draft.owner is not None and draft.owner.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), field="owner", code="other_community")
    row.name, row.limit, row.unit, row.owner = name, draft.limit, draft.unit, draft.owner
    row.is_sensitive, row.is_emergency = draft.is_sensitive, draft.is_emergency
    row.is_claimable, row.is_active = draft.is_claimable, draft.is_active


def _next_code(by: Access, parent: Category | None) -> str:
    """Two digits a level: 12 after 11, 0407 after 0406. Codes of retired ones are not given again."""
    prefix = parent.code if parent is not None else ""
    codes = Category.objects.of(by.community).filter(parent=parent).values_list("code", flat=True)
    taken = [int(code[len(prefix) :]) for code in codes if code.startswith(prefix) and code[len(prefix) :].isdecimal()]
    return f"{prefix}{max(taken, default=0) + 1:02d}"


def _record(row: Category, by: Access) -> None:
    ledger.record(
        "matters.category_saved", subject=("category", row.pk), by=by.actor(), community_id=by.community.pk,
        data={"code": row.code, "name": row.name, "limit": row.limit, "unit": row.unit, "active": row.is_active},
    )
