"""Reminders: to who is sent and to the resident, the day before and two hours before, each once."""

from datetime import datetime, timedelta

from django.db import transaction

from huijia.lib import clock
from huijia.serve.home_orders import notices
from huijia.serve.home_orders.enums import State
from huijia.serve.home_orders.models import HomeOrder

DAY, HOURS = timedelta(hours=24), timedelta(hours=2)
CHUNK = 500


def tick(at: datetime | None = None) -> int:
    """How many orders were reminded of. Two ticks at once remind once: the row's own mark is set under its guard."""
    moment = at or clock.now()
    done = 0
    for mark, ahead in ((2, HOURS), (1, DAY)):
        rows = HomeOrder.objects.everywhere().filter(
            state=State.ARRANGED, starts_at__gt=moment, starts_at__lte=moment + ahead, reminded__lt=mark
        ).select_related("service", "worker_person")
        for order in rows.order_by("starts_at", "pk")[:CHUNK]:
            done += _remind(order, mark)
    return done


def _remind(order: HomeOrder, mark: int) -> bool:
    with transaction.atomic():
        guarded = HomeOrder.objects.of(order.community_id).filter(
            pk=order.pk, state=State.ARRANGED, starts_at=order.starts_at, reminded=order.reminded
        )
        if not guarded.update(reminded=mark):
            return False
        occasion = f"{order.starts_at:%Y%m%d%H%M}:{mark}"
        notices.tell_worker(order, "remind_worker", mark=occasion)
        notices.tell_resident(order, "remind_resident", mark=occasion)
    return True
