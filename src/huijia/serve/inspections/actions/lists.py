"""检查表: versions of what is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.serve.inspections.enums import Level, Subject
from huijia.serve.inspections.log import CHECKLIST
from huijia.serve.inspections.models import Checklist
from huijia.serve.inspections.seeds import TEMPLATES, items_of

MOST = 60


@dataclass(frozen=True)
class Item:
    """检查项. `level`: of a hazard where it fails, if nobody says otherwise."""

    text: str
    level: Level


def save_checklist(
    before: Checklist | None, *, subject: Subject, name: str, items: Sequence[Item], by: Access
) -> Checklist:
    """A new list, or the next version of one: nothing that was recorded on the version before changes.

    Raises:
        Refusal: no right to, no items, a name that is taken, or somebody made the next version meanwhile.
    """
    by.require("inspections.plan")
    if before is not None and before.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    words = written(name, "name", 40) if before is None else before.name
    lines = tuple((written(item.text, "items", 120), item.level) for item in items)
    if not 1 <= len(lines) <= MOST:
        raise Refusal(_("检查项应有 %(least)s 到 %(most)s 条") % {"least": 1, "most": MOST}, field="items")
    number = before.number + 1 if before is not None else 1
    try:
        with transaction.atomic():
            rows = Checklist.objects.of(by.community).filter(name=words, is_current=True)
            if before is not None and not rows.filter(number=before.number).update(is_current=False):
                raise Refusal(_("这张检查表刚刚有了新的一版，请重新打开"), code="stale")
            row = Checklist.objects.create(
                community=by.community, subject=before.subject if before else subject, name=words, number=number,
                items=items_of(lines), made_at=clock.now(), made_label=by.label,
            )
            _told(row, by)
    except IntegrityError:
        raise Refusal(_("已有同名的检查表"), field="name", code="taken") from None
    return row


def adopt_usual(*, by: Access) -> int:
    """Takes over the lists that ship, those whose name is not there yet; how many came."""
    by.require("inspections.plan")
    with transaction.atomic():
        there = set(Checklist.objects.of(by.community).values_list("name", flat=True))
        fresh = [template for template in TEMPLATES if template[1] not in there]
        for subject, name, lines in fresh:
            row = Checklist.objects.create(
                community=by.community, subject=subject, name=name, items=items_of(lines), made_at=clock.now(),
                made_label=by.label,
            )
            _told(row, by)
    return len(fresh)


def _told(row: Checklist, by: Access) -> None:
    ledger.record(
        "inspections.checklist_saved", subject=(CHECKLIST, row.pk), by=by.actor(), community_id=by.community.pk,
        data={"name": row.name, "number": row.number},
    )
