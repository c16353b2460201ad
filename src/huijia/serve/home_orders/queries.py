"""Reads of orders used more than once."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.core.matters.queries import parse_ticket
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Person, Post
from huijia.core.people.queries import absent_for_me, posts_of_kinds
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.due import MOST, Due
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from huijia.serve.home_orders.enums import BUSY_STATES, State
from huijia.serve.home_orders.models import HomeOrder, HomeService


def visible_to(access: Access) -> QuerySet[HomeOrder]:
    """All of the community for who arranges them; else those that I am sent to, or stand in for."""
    rows = HomeOrder.objects.of(access.community)
    if access.may("home_orders.arrange"):
        return rows
    if not access.may("home_orders.view"):
        return rows.none()
    return rows.filter(_sent(access, clock.now()))


def _sent(access: Access, at: datetime) -> Q:
    return Q(worker_person_id__in=[*access.person_ids, *absent_for_me(access, at)])


def with_line(rows: QuerySet[HomeOrder]) -> QuerySet[HomeOrder]:
    """With what a line of a list shows."""
    return rows.select_related("service", "grid").defer("grid__polygon")


def find(access: Access, ticket: str) -> HomeOrder | None:
    """The order with this number, if this login may see it."""
    wanted = parse_ticket(ticket)
    if wanted is None:
        return None
    rows = visible_to(access).select_related(
        "community", "service", "grid", "dwelling", "worker__person", "worker_person", "person", "matter"
    )
    order = rows.filter(pk=wanted[1]).first()
    return order if order is not None and order.ticket.startswith(wanted[0]) else None


def by_ticket(ticket: str) -> HomeOrder | None:
    """The order of a number, whatever its community: the caller must hold its secret code."""
    wanted = parse_ticket(ticket)
    if wanted is None:
        return None
    rows = HomeOrder.objects.everywhere().select_related("community", "service", "worker_person")
    order = rows.filter(pk=wanted[1]).first()
    return order if order is not None and order.ticket.startswith(wanted[0]) else None


def offered(community: Community) -> QuerySet[HomeService]:
    """What residents may order."""
    return HomeService.objects.of(community).filter(is_active=True)


def busy(
    worker: Person, starts_at: datetime, ends_at: datetime, *, but: HomeOrder | None = None
) -> QuerySet[HomeOrder]:
    """The orders that take this person's time within [starts_at, ends_at)."""
    rows = HomeOrder.objects.of(worker.community_id).filter(
        worker_person=worker, state__in=BUSY_STATES, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    return rows.exclude(pk=but.pk) if but is not None else rows


def workers_for(access: Access, service: HomeService) -> list[Post]:
    """Who may be sent for this service today."""
    return list(posts_of_kinds(access.community, service.kinds or [kind.value for kind in PostKind]))


def bounds(day: date, days: int = 1) -> tuple[datetime, datetime]:
    """The moments at which these local days begin and end."""
    return (
        datetime.combine(day, time(), clock.ZONE),
        datetime.combine(day + timedelta(days=days), time(), clock.ZONE),
    )


@dataclass(frozen=True)
class Row:
    """One worker's week: a list of orders for each day."""

    label: str
    days: list[list[HomeOrder]]


def week(access: Access, monday: date) -> list[Row]:
    """Who goes where in the week, a row for each who is sent; one statement."""
    start, end = bounds(monday, 7)
    rows = with_line(visible_to(access)).filter(starts_at__gte=start, starts_at__lt=end)
    found: dict[int, Row] = {}
    for order in rows.exclude(state__in=(State.CANCELLED, State.REFUSED)).order_by("worker_label", "starts_at"):
        if order.worker_person_id is None or order.starts_at is None:
            continue
        row = found.setdefault(order.worker_person_id, Row(order.worker_label, [[] for _day in range(7)]))
        row.days[(clock.local(order.starts_at).date() - monday).days].append(order)
    return list(found.values())


def mine_from(access: Access, start: datetime) -> QuerySet[HomeOrder]:
    """Where I myself am sent from `start` on, soonest first; not what I do for somebody absent."""
    rows = HomeOrder.objects.of(access.community).filter(
        worker_person_id__in=access.person_ids, state__in=BUSY_STATES, starts_at__gte=start
    )
    return with_line(rows).order_by("starts_at", "pk")


def due_for(access: Access, at: datetime) -> list[Due]:
    """Orders to arrange, for who arranges; and where I am awaited until tomorrow night."""
    found: list[Due] = []
    if access.may("home_orders.arrange"):
        waiting = HomeOrder.objects.of(access.community).filter(state__in=(State.ASKED, State.NOBODY_HOME))
        for order in with_line(waiting).order_by("wished_on", "pk")[:MOST]:
            found.append(_due(order, _("待安排：%(service)s") % {"service": order.service.name}))
    if access.may("home_orders.serve"):
        _start, end = bounds(clock.local(at).date(), 2)
        mine = HomeOrder.objects.of(access.community).filter(
            _sent(access, at), state__in=BUSY_STATES, starts_at__lt=end
        )
        for order in with_line(mine).order_by("starts_at", "pk")[:MOST]:
            found.append(_due(order, order.service.name))
    return found


def _due(order: HomeOrder, title: str) -> Due:
    return Due(title, reverse("home_orders:order", args=[order.ticket]), order.starts_at, order.place_name)
