"""Whether a person is the one whom a move asks for; the verbs and the page ask the same questions."""

from datetime import datetime

from huijia.core.people import queries as people
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.home_orders.models import HomeOrder
from huijia.serve.home_orders.workflow import TABLE, Edge, Who


def is_mine(order: HomeOrder, by: Access, at: datetime) -> bool:
    """True for who is sent, and for their deputy while they are absent."""
    person_id = order.worker_person_id
    return person_id is not None and (person_id in by.person_ids or people.acts_for(by, person_id, at))


def may(order: HomeOrder, edge: Edge, by: Access, at: datetime) -> bool:
    """Permission and person; the state is checked apart."""
    if by.kind == "system":
        return True
    if by.kind == "reporter":
        return edge.who in (Who.RESIDENT, Who.ANOTHER)
    if not by.may(edge.permission):
        return False
    if edge.who == Who.WORKER:
        return is_mine(order, by, at)
    if edge.who == Who.ANOTHER:
        # A grade that the resident gave stands.
        return order.worker_person_id not in by.person_ids and order.graded_via != "online"
    return True


def moves_for(order: HomeOrder, by: Access, at: datetime | None = None) -> list[Edge]:
    """The moves that this person may make on this order now, in the order of the table."""
    moment = at or clock.now()
    found = [edge for edge in TABLE if order.state in edge.before and may(order, edge, by, moment)]
    return [edge for edge in found if edge.move != "raise_matter" or order.matter_id is None]
