"""安检行动: which homes are looked at, from when to when, with whom."""

import uuid as uuids
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import HouseholdMember, Residence
from huijia.core.people.queries import holding
from huijia.core.places.models import Dwelling, Grid, Group
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.serve.inspections.agreed import EVERY_KEY
from huijia.serve.inspections.log import CAMPAIGN
from huijia.serve.inspections.models import Campaign, Checklist, Home

CHUNK = 1000


@dataclass
class Plan:
    """What somebody wants to look at. `key_group` "": every home that is lived in.

    `only_due`: without those where somebody was let in for the same subject within the agreed months.
    """

    name: str
    checklist: Checklist
    starts_on: date
    ends_on: date
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)
    partner: str = ""
    grid: Grid | None = None
    group: Group | None = None
    key_group: str = ""
    only_due: bool = False


def plan_campaign(plan: Plan, *, by: Access, at: datetime | None = None) -> Campaign:
    """A campaign with its homes; sent twice it is one.

    Raises:
        Refusal: no right to, days that cannot be, or no home in the scope.
    """
    by.require("inspections.plan")
    there = Campaign.objects.of(by.community).filter(uuid=plan.uuid).first()
    if there is not None:
        return there
    if plan.checklist.community_id != by.community.pk:
        raise Refusal(_("请选一张检查表"), field="checklist")
    if plan.ends_on < plan.starts_on:
        raise Refusal(_("结束的日子不能早于开始"), field="ends_on")
    moment = at or clock.now()
    homes = _homes(plan, by)
    if not homes:
        raise Refusal(_("这个范围里没有住户"), field="grid")
    try:
        with transaction.atomic():
            row = Campaign.objects.create(
                community=by.community, uuid=plan.uuid, name=written(plan.name, "name", 60), checklist=plan.checklist,
                partner=written(plan.partner, "partner", 60, required=False), starts_on=plan.starts_on,
                ends_on=plan.ends_on, grid=plan.grid, group=plan.group, key_group=plan.key_group, made_at=moment,
                made_label=by.label,
            )
            rows = [
                Home(community=by.community, campaign=row, dwelling_id=pk, grid_id=grid_id) for pk, grid_id in homes
            ]
            Home.objects.bulk_create(rows, batch_size=CHUNK)
            _told("campaign_planned", row, by, moment, {"name": row.name, "count": len(rows)})
    except IntegrityError:
        raise Conflict(_("这张表刚才已经送出过")) from None
    return row


def _homes(plan: Plan, by: Access) -> list[tuple[int, int]]:
    """(dwelling, grid) of the homes lived in today within the scope; in order of their ids."""
    living = holding(Residence.objects.of(by.community))
    if plan.key_group:
        members = holding(HouseholdMember.objects.of(by.community)).exclude(person__key_groups=[])
        rows = members.values_list("household_id", "person__key_groups")
        living = living.filter(household_id__in={pk for pk, groups in rows if plan.key_group in groups})
    homes = Dwelling.objects.of(by.community).filter(pk__in=living.values("dwelling_id"))
    if plan.grid is not None:
        homes = homes.filter(grid=plan.grid)
    if plan.group is not None:
        homes = homes.filter(group=plan.group)
    if plan.only_due:
        homes = homes.exclude(pk__in=_looked_at(plan, by))
    return list(homes.order_by("pk").values_list("pk", "grid_id"))


def _looked_at(plan: Plan, by: Access) -> QuerySet[Home, int]:
    """Dwellings of the last `inspection_every_months` before the first day, by any version of a list of the subject."""
    since = plan.starts_on - timedelta(days=int(options.get(by.community, EVERY_KEY)) * 365 // 12)
    rows = Home.objects.of(by.community).filter(
        campaign__checklist__subject=plan.checklist.subject, checked_on__gte=since
    )
    return rows.values_list("dwelling_id", flat=True)


def close_campaign(row: Campaign, *, by: Access, at: datetime | None = None) -> None:
    """No more first checks; hazards that are open stay open and are looked at again.

    Raises:
        Refusal: no right to.
    """
    by.require("inspections.plan")
    moment = at or clock.now()
    with transaction.atomic():
        if Campaign.objects.of(by.community).filter(pk=row.pk, closed_at=None).update(closed_at=moment):
            _told("campaign_closed", row, by, moment, {})
            row.closed_at = moment


def _told(kind: str, row: Campaign, by: Access, at: datetime, data: dict[str, object]) -> None:
    ledger.record(
        f"inspections.{kind}", subject=(CAMPAIGN, row.pk), by=by.actor(), community_id=by.community.pk, at=at,
        data=data,
    )
