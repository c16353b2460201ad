"""走访要求: which doors are visited how often."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import KeyGroup
from huijia.core.places.models import Grid
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.serve.visits import plan
from huijia.serve.visits.log import RULE
from huijia.serve.visits.models import Rule
from huijia.serve.visits.seeds import RULES

MOST_DAYS = 1095


@dataclass(frozen=True)
class Wanted:
    """What a rule shall say."""

    name: str
    every_days: int
    key_group: str = ""
    grid: Grid | None = None
    starts_on: date | None = None
    is_active: bool = True


def save_rule(rule: Rule | None, wanted: Wanted, *, by: Access, at: datetime | None = None) -> Rule:
    """A new rule, or what one says from now on; the plan of all doors follows in the same transaction.

    Raises:
        Refusal: no right to, a name that is taken, days that cannot be, or somebody was quicker.
    """
    by.require("visits.plan")
    if rule is not None and rule.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    if not 1 <= wanted.every_days <= MOST_DAYS:
        raise Refusal(_("应在 %(least)s 到 %(most)s 之间") % {"least": 1, "most": MOST_DAYS}, field="every_days")
    if wanted.key_group and wanted.key_group not in KeyGroup.values:
        raise Refusal(_("没有这一类"), field="key_group")
    moment = at or clock.now()
    values = {
        "name": written(wanted.name, "name", 40), "every_days": wanted.every_days, "key_group": wanted.key_group,
        "grid": wanted.grid, "starts_on": wanted.starts_on or clock.local(moment).date(),
        "is_active": wanted.is_active,
    }
    try:
        with transaction.atomic():
            row = _kept(rule, values, by)
            _told(row, by, moment)
            plan.replan(by.community)
    except IntegrityError:
        raise Refusal(_("已有同名的走访要求"), field="name", code="taken") from None
    return row


def _kept(rule: Rule | None, values: dict[str, object], by: Access) -> Rule:
    if rule is None:
        return Rule.objects.create(community=by.community, **values)
    guarded = Rule.objects.of(by.community).filter(pk=rule.pk, version=rule.version)
    if not guarded.update(**values, version=F("version") + 1):
        raise Refusal(_("这条要求刚刚被别人改了，请重新打开再改"), code="stale")
    return Rule.objects.of(by.community).get(pk=rule.pk)


def adopt_usual(*, by: Access, at: datetime | None = None) -> int:
    """Takes over the usual rules where the community has none; how many came."""
    by.require("visits.plan")
    moment = at or clock.now()
    with transaction.atomic():
        if Rule.objects.of(by.community).exists():
            return 0
        first = clock.local(moment).date()
        for name, key_group, days in RULES:
            row = Rule.objects.create(
                community=by.community, name=name, key_group=key_group, every_days=days, starts_on=first
            )
            _told(row, by, moment)
        plan.replan(by.community)
    return len(RULES)


def _told(row: Rule, by: Access, at: datetime) -> None:
    ledger.record(
        "visits.rule_saved", subject=(RULE, row.pk), by=by.actor(), community_id=by.community.pk, at=at,
        data={"name": row.name},
    )
