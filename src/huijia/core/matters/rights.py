"""Whether a person is the one whom a move asks for. Reads only; the verbs and the pages ask the same questions."""

from datetime import datetime

from huijia.core.matters.enums import SHORT_NATURES, Asked, Channel, Source
from huijia.core.matters.models import Handover, Matter, Transfer
from huijia.core.matters.workflow import TABLE, Edge, Who
from huijia.core.people import queries as people
from huijia.core.people.models import Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.lib import clock

SAMPLE_MOVES = ("sample_ok", "sample_short", "sample_wrong")


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


def moves_for(matter: Matter, access: Access, at: datetime | None = None) -> list[Edge]:
    """The moves that this person may make on this matter now, in the order of the table."""
    moment = at or clock.now()
    if matter.about_id is not None and matter.about_id in access.person_ids:
        return []
    asked = matter.extension_requests.filter(outcome=Asked.PENDING).exists() if matter.is_open else False
    found = []
    for edge in TABLE:
        if matter.state not in edge.before or not permitted(edge, access) or _idle(matter, edge, asked, access):
            continue
        if fits(matter, edge, access, moment):
            found.append(edge)
    return found


def _idle(matter: Matter, edge: Edge, asked: bool, access: Access) -> bool:
    """Moves that the table allows in this state but that have nothing to act upon."""
    idle = {
        "decide_extension": not asked,
        "ask_extension": asked,
        "acknowledge": matter.nature not in SHORT_NATURES,
        **dict.fromkeys(SAMPLE_MOVES, not matter.at_once or matter.checked_at is not None),
        "sign": matter.sign_due is None or matter.signed_at is not None,
    }
    if edge.move in ("hand_back", "reply_out"):
        return not _leads_back(matter, edge)
    if edge.move == "claim":
        return not _claimable_by(matter, access)
    if edge.move == "grade":
        return not may_grade(matter, access, clock.now())
    if edge.move == "remove_helper":
        return not matter.helpers.filter(until=None).exists()
    return idle.get(edge.move, False)


def _leads_back(matter: Matter, edge: Edge) -> bool:
    """Whether something of 12345 may go back to it: unreplied, and returned only within the limit to sign for it."""
    if matter.source != Source.CITY_12345:
        return False
    transfer = Transfer.objects.of(matter.community_id).filter(matter=matter).first()
    if transfer is None or transfer.returned_at is not None or transfer.replied_at is not None:
        return False
    return edge.move == "reply_out" or matter.sign_due is None or clock.now() <= matter.sign_due


def may_grade(matter: Matter, by: Access, at: datetime) -> bool:
    """Whether this person may note a grade: the reporter, or who asks them and had no hand in the work.

    A grade that the resident gave on the web is theirs: nobody notes another one over it.
    """
    if by.kind != "user":
        return True
    if by.user_id == matter.result_by_id or is_mine(matter, by, at):
        return False
    given = matter.grades.filter(channel=Channel.ONLINE)
    return not given.filter(given_at__gte=matter.answered_at).exists() if matter.answered_at else True


def _claimable_by(matter: Matter, access: Access) -> bool:
    """Whether its category lets members claim it, and this login holds a post that may (option `claim_kinds`)."""
    if matter.category is not None and not matter.category.is_claimable:
        return False
    kinds = list(options.get(access.community, "claim_kinds"))
    posts = Post.objects.of(access.community).filter(pk__in=access.post_ids, kind__in=kinds)
    return bool(access.post_ids) and posts.exists()
