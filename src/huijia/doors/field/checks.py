"""The homes to inspect that a phone takes along: those where somebody still has to go, and hazards to look at again."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules
from huijia.lib import clock
from huijia.serve.inspections import queries
from huijia.serve.inspections.enums import HazardState, NoticeSigned, Result, Verdict
from huijia.serve.inspections.models import Hazard

CAMPAIGNS = 3


def packed(access: Access, at: datetime) -> dict[str, Any] | None:
    """The newest campaigns under way with their homes in walking order; None where nobody inspects. At most ten
    statements."""
    if not access.may("inspections.do") or not modules.is_on(access.community, "inspections"):
        return None
    running = list(queries.running(access, clock.local(at).date())[:CAMPAIGNS])
    homes = {campaign.pk: queries.to_do(access, campaign) for campaign in running}
    before: dict[int, list[list[Any]]] = defaultdict(list)
    places = [home.dwelling_id for rows in homes.values() for home in rows]
    wanted = Hazard.objects.of(access.community).filter(home__dwelling_id__in=places, state=HazardState.OPEN)
    for hazard in wanted.select_related("home"):
        before[hazard.home.dwelling_id].append([hazard.pk, hazard.said])
    return {
        "results": _choices(Result), "verdicts": _choices(Verdict),
        "signed": [pair for pair in _choices(NoticeSigned) if pair[0] != NoticeSigned.SCREEN],
        "campaigns": [
            {
                "id": campaign.pk, "name": campaign.name, "items": campaign.checklist.items,
                "homes": [
                    {
                        "id": home.pk, "address": home.dwelling.address, "group": queries.way_of(home)[0],
                        "state": str(home.get_state_display()), "before": before[home.dwelling_id],
                    }
                    for home in homes[campaign.pk]
                ],
            }
            for campaign in running
        ],
    }


def _choices(kind: Any) -> list[list[str]]:
    return [[value, str(label)] for value, label in kind.choices]
