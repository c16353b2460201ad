"""Whether a person is the one whom a move asks for; the verbs and the page ask the same questions."""

from datetime import datetime

from huijia.core.people import queries as people
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.errands.enums import OUTSTANDING, Holder, State
from huijia.serve.errands.models import Errand, Paper
from huijia.serve.errands.workflow import TABLE, Edge, Who


def is_mine(errand: Errand, by: Access, at: datetime) -> bool:
    """True for the agent, and for their deputy while they are absent."""
    person_id = errand.agent_person_id
    return person_id is not None and (person_id in by.person_ids or people.acts_for(by, person_id, at))


def may(errand: Errand, edge: Edge, by: Access, at: datetime) -> bool:
    """Permission and person; the state is checked apart."""
    if by.kind == "system":
        return True
    if by.kind == "reporter":
        # Once somebody has their papers, a resident calls and the office cancels when all is given back.
        own = edge.who == Who.RESIDENT and errand.state == State.ASKED
        return own or edge.who == Who.ANOTHER
    if not by.may(edge.permission):
        return False
    if edge.who == Who.AGENT:
        return is_mine(errand, by, at)
    if edge.who == Who.ANOTHER:
        return errand.agent_person_id not in by.person_ids and errand.graded_via != "online"
    return True


def outstanding(papers: list[Paper]) -> list[Paper]:
    return [paper for paper in papers if paper.holder in OUTSTANDING]


def moves_for(errand: Errand, papers: list[Paper], by: Access, at: datetime | None = None) -> list[Edge]:
    """The moves that this person may make now, without those for which there is no paper in the right hand."""
    moment = at or clock.now()
    held = {paper.holder for paper in papers}
    wanted = {
        "hand_in": Holder.AGENT in held, "hand_back": Holder.AGENT in held, "kept": Holder.OFFICE in held,
        "close": not outstanding(papers), "cancel": not outstanding(papers),
    }
    found = [edge for edge in TABLE if errand.state in edge.before and may(errand, edge, by, moment)]
    return [edge for edge in found if wanted.get(edge.move, True)]
