"""Whether a person is the one whom a move asks for. Reads only; the verbs and the pages ask the same questions."""

from datetime import datetime

from huijia.core.matters.enums import Asked
from huijia.core.matters.models import Handover, Matter
from huijia.core.matters.workflow import Edge, Who
from huijia.core.people import queries as people
from huijia.kernel.accounts.access import Access


def is_mine(matter: Matter, by: Access, at: datetime) -> bool:
    """True for the responsible person, and for their deputy while they are absent."""
    if matter.responsible is None:
        return False
    person_id = matter.responsible.person_id
    return person_id in by.person_ids or people.acts_for(by, person_id, at)


def is_helper(matter: Matter, by: Access) -> bool:
    return bool(matter.helpers.filter(post_id__in=by.post_ids, until=None).exists())


def open_offer(matter: Matter) -> Handover | None:
    rows = matter.handovers.filter(outcome=Asked.PENDING)
    return rows.select_related("giver__person", "taker__person").first()


def fits(matter: Matter, edge: Edge, by: Access, at: datetime) -> bool:
    """Whether this person is the one the edge asks for. The permission and the state are checked apart."""
    if by.kind == "system":
        return True
    if edge.who == Who.RESPONSIBLE:
        return is_mine(matter, by, at)
    if edge.who == Who.INVOLVED:
        involved = by.may("matters.assign") or by.may("matters.answer")
        return involved or is_mine(matter, by, at) or is_helper(matter, by)
    if edge.who == Who.ANOTHER:
        responsible = matter.responsible.person_id if matter.responsible else None
        reported = by.user_id is not None and by.user_id == matter.result_by_id
        return not reported and responsible not in by.person_ids
    if edge.who == Who.OFFERED:
        offer = open_offer(matter)
        return offer is not None and offer.taker.person_id in by.person_ids
    return True


def permitted(edge: Edge, by: Access) -> bool:
    """The permission of the table; a reporter may make the moves that are a reporter's."""
    return (by.kind == "reporter" and edge.who == Who.REPORTER) or by.may(edge.permission)
