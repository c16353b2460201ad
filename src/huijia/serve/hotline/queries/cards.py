"""Reads of knowledge cards."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Q, QuerySet

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.search import queries as search
from huijia.lib.text import shared_bigrams
from huijia.serve.hotline.models import KnowledgeCard

SUBJECT = "hotline.card"
BESIDE = 3
LOOKED_AT = 20
# A word of the question says more than one of the answer.
OF_QUESTION = 3
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def in_use(community: Community) -> QuerySet[KnowledgeCard]:
    rows = KnowledgeCard.objects.of(community).filter(retired_at=None)
    return rows.select_related("category", "owner__person").order_by("category__code", "pk")


def past(rows: QuerySet[KnowledgeCard], today: date) -> QuerySet[KnowledgeCard]:
    """Those whose date is over: still offered, but marked."""
    return rows.filter(valid_until__lt=today)


def for_owner(access: Access, today: date) -> QuerySet[KnowledgeCard]:
    """Cards past their date that this login has to look after: its own, and those without an owner for who manages."""
    mine = Q(owner__person_id__in=access.person_ids)
    if access.may("hotline.manage"):
        mine |= Q(owner=None) | Q(owner__ends_on__lte=today)
    return past(in_use(access.community), today).filter(mine)


def searched(access: Access, words: str, most: int = 30) -> list[KnowledgeCard]:
    """Cards that hold all of the words."""
    hits = search.find(access, words, kinds=[SUBJECT], limit=most)
    return _by_ids(access, [hit.object_id for hit in hits])


@dataclass(frozen=True)
class Beside:
    """What the intake page shows beside the form."""

    cards: list[KnowledgeCard]
    words: str


def beside(access: Access, text: str) -> Beside:
    """The cards like what is being typed, the nearest first: one look into the search table, one for the cards."""
    wanted = text.strip()[-200:]
    if len(wanted) < 2 or not access.may("hotline.work"):
        return Beside([], wanted)
    hits = search.alike(access.community.pk, wanted, kind=SUBJECT, since=LONG_AGO, limit=LOOKED_AT)
    near = _by_ids(access, [hit.object_id for hit in hits])
    near.sort(key=lambda card: -_shared(wanted, card))
    return Beside(near[:BESIDE], wanted)


def _shared(text: str, card: KnowledgeCard) -> int:
    in_question = shared_bigrams(text, card.question)
    return OF_QUESTION * len(in_question) + len(shared_bigrams(text, card.answer) - in_question)


def _by_ids(access: Access, ids: list[int]) -> list[KnowledgeCard]:
    """In the order of `ids`."""
    found = {card.pk: card for card in in_use(access.community).filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]
