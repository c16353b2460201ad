"""Once in a while: walks that nobody ended, and once a day the plan of all doors."""

from datetime import datetime, timedelta

from django.db import transaction

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules, options
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from huijia.serve.visits import plan
from huijia.serve.visits.actions.rounds import come_back
from huijia.serve.visits.agreed import ROUND_KEY
from huijia.serve.visits.models import Round, Rule

CHUNK = 500


def tick(at: datetime | None = None) -> int:
    """Ends walks that were forgotten; how many. They end with their last visit, or when they began."""
    moment = at or clock.now()
    rows = Round.objects.everywhere().filter(ended_at=None, started_at__lte=moment - timedelta(hours=2))
    done = 0
    for row in rows.select_related("community").order_by("started_at", "pk")[:CHUNK]:
        hours = int(options.get(row.community, ROUND_KEY))
        if moment - row.started_at < timedelta(hours=hours):
            continue
        last = row.visits.order_by("-at").values_list("at", flat=True).first()
        come_back(row, by=Access.system(row.community), at=max(last or row.started_at, row.started_at))
        done += 1
    return done


def replan_all() -> int:
    """The plan of every community that visits: people move in and out, groups change. Daily; how many doors."""
    wanted = Rule.objects.everywhere().values_list("community_id", flat=True).distinct().order_by("community_id")
    done = 0
    for community in Community.objects.filter(pk__in=list(wanted)):
        if modules.is_on(community, "visits"):
            with transaction.atomic():
                done += plan.replan(community)
    return done
