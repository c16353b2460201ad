"""The community's own list of what it does at home."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import PostKind
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.serve.home_orders.actions.arrange import LONGEST
from huijia.serve.home_orders.models import HomeService
from huijia.serve.home_orders.seeds import SERVICES


def save_service(
    service: HomeService | None, *, name: str, minutes: int, by: Access, note: str = "", kinds: Iterable[str] = (),
    is_active: bool = True,
) -> HomeService:
    """A new service, or other words for one; one that is no longer offered stays on old orders.

    Raises:
        Refusal: no right to, no name or one that is taken, minutes that cannot be.
    """
    by.require("settings.edit")
    if service is not None and service.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    if not 5 <= minutes <= LONGEST:
        raise Refusal(_("应在 %(least)s 到 %(most)s 之间") % {"least": 5, "most": LONGEST}, field="minutes")
    row = service or HomeService(community=by.community)
    row.name, row.minutes, row.note = written(name, "name", 40), minutes, written(note, "note", 120, required=False)
    row.kinds, row.is_active = [kind for kind in kinds if kind in PostKind.values], is_active
    try:
        with transaction.atomic():
            row.save()
            _record(row, by)
    except IntegrityError:
        raise Refusal(_("已有同名的服务"), field="name", code="taken") from None
    return row


def adopt_usual(*, by: Access) -> int:
    """Takes over the usual list where the community has none; how many came."""
    by.require("settings.edit")
    with transaction.atomic():
        if HomeService.objects.of(by.community).exists():
            return 0
        rows = [
            HomeService(community=by.community, name=name, minutes=minutes, note=note)
            for name, minutes, note in SERVICES
        ]
        for row in HomeService.objects.bulk_create(rows, ignore_conflicts=False):
            _record(row, by)
    return len(rows)


def _record(service: HomeService, by: Access) -> None:
    ledger.record(
        "home_orders.service_saved", subject=("home_service", service.pk), by=by.actor(),
        community_id=by.community.pk, data={"name": service.name},
    )
