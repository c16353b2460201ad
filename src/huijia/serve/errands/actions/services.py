"""The community's own list of what it sees to, and the ledger as a file."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.serve.errands import papers
from huijia.serve.errands.models import ErrandService
from huijia.serve.errands.seeds import rows_for


@dataclass(frozen=True)
class Offer:
    """What a line of the list shall say."""

    name: str
    office: str
    materials: str = ""
    days: int = 5
    note: str = ""
    is_active: bool = True


def save_service(service: ErrandService | None, offer: Offer, *, by: Access) -> ErrandService:
    """A new line, or other words for one; one that is no longer offered stays on old errands.

    Raises:
        Refusal: no right to, no name or one that is taken, too many materials.
    """
    by.require("settings.edit")
    if service is not None and service.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    if not 1 <= offer.days <= 365:
        raise Refusal(_("应在 %(least)s 到 %(most)s 之间") % {"least": 1, "most": 365}, field="days")
    try:
        papers.read(offer.materials)
    except ValueError:
        raise Refusal(_("材料最多 %(most)s 行，每行 60 个字以内") % {"most": papers.MOST}, field="materials") from None
    row = service or ErrandService(community=by.community)
    row.name, row.office = written(offer.name, "name", 40), written(offer.office, "office", 60)
    row.materials, row.days = offer.materials.strip(), offer.days
    row.note, row.is_active = written(offer.note, "note", 200, required=False), offer.is_active
    try:
        with transaction.atomic():
            row.save()
            _record(row, by)
    except IntegrityError:
        raise Refusal(_("已有同名的项目"), field="name", code="taken") from None
    return row


def adopt_usual(*, by: Access) -> int:
    """Takes over the usual list where the community has none; how many came."""
    by.require("settings.edit")
    with transaction.atomic():
        if ErrandService.objects.of(by.community).exists():
            return 0
        rows = ErrandService.objects.bulk_create(rows_for(by.community))
        for row in rows:
            _record(row, by)
    return len(rows)


def _record(row: ErrandService, by: Access) -> None:
    ledger.record(
        "errands.service_saved", subject=("errand_service", row.pk), by=by.actor(), community_id=by.community.pk,
        data={"name": row.name},
    )


def record_export(*, rows: int, reason: str, by: Access) -> None:
    """One entry for a list that left the house."""
    by.require("errands.manage")
    with transaction.atomic():
        ledger.record(
            "errands.exported", subject=("community", by.community.pk), by=by.actor(), community_id=by.community.pk,
            data={"rows": rows, "reason": written(reason, "reason", 120)},
        )
