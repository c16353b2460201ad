"""The community's own list of what is done at its counter."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.serve.counter.actions.writing import note, of_here
from huijia.serve.counter.log import SERVICE
from huijia.serve.counter.models import CounterService
from huijia.serve.counter.seeds import services_for

MOST_MATERIALS, LONGEST = 20, 80


@dataclass(frozen=True)
class Card:
    """What a line of the list, with its guide, shall say."""

    name: str
    materials: str = ""
    basis: str = ""
    fee: str = ""
    takes: str = ""
    minutes: int = 15
    note: str = ""
    is_active: bool = True


def save_service(service: CounterService | None, card: Card, *, by: Access) -> CounterService:
    """A new line, or other words for one; one that is no longer offered stays on old appointments.

    Raises:
        Refusal: no right to, no name or one that is taken, too many materials, no sensible time.
    """
    by.require("settings.edit")
    if service is not None:
        of_here(service, by)
    if not 1 <= card.minutes <= 240:
        raise Refusal(_("应在 %(least)s 到 %(most)s 之间") % {"least": 1, "most": 240}, field="minutes")
    lines = [line.strip() for line in card.materials.splitlines() if line.strip()]
    if len(lines) > MOST_MATERIALS or any(len(line) > LONGEST for line in lines):
        told = _("材料最多 %(most)s 行，每行 %(longest)s 个字以内") % {"most": MOST_MATERIALS, "longest": LONGEST}
        raise Refusal(told, field="materials")
    row = service or CounterService(community=by.community)
    row.name, row.materials = written(card.name, "name", 40), "\n".join(lines)
    row.basis = written(card.basis, "basis", 200, required=False)
    row.fee, row.takes = written(card.fee, "fee", 40, required=False), written(card.takes, "takes", 40, required=False)
    row.minutes, row.is_active = card.minutes, card.is_active
    row.note = written(card.note, "note", 200, required=False)
    try:
        with transaction.atomic():
            row.save()
            note("service_saved", (SERVICE, row.pk), by, data={"name": row.name})
    except IntegrityError:
        raise Refusal(_("已有同名的项目"), field="name", code="taken") from None
    return row


def adopt_usual(*, by: Access) -> int:
    """Takes over the usual list where the community has none; how many came."""
    by.require("settings.edit")
    with transaction.atomic():
        if CounterService.objects.of(by.community).exists():
            return 0
        rows = CounterService.objects.bulk_create(services_for(by.community))
        for row in rows:
            note("service_saved", (SERVICE, row.pk), by, data={"name": row.name})
    return len(rows)
