"""知识卡: what to say, on which basis, until when. Each change is in the ledger with who made it and what changed."""

import uuid as uuids
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Category
from huijia.core.people.models import Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.search import actions as search
from huijia.lib import clock
from huijia.serve.hotline import seeds
from huijia.serve.hotline.actions.writing import of_here, record, stale, words
from huijia.serve.hotline.models import KnowledgeCard

SUBJECT = "hotline.card"
LABELS = {
    "category": "类别", "question": "问题", "answer": "答法", "ask_back": "反问", "basis": "依据",
    "basis_on": "依据日期", "link": "链接", "valid_until": "有效期", "owner": "负责人",
}


@dataclass
class CardDraft:
    """A card as somebody typed it."""

    question: str
    answer: str
    category: Category | None = None
    ask_back: str = ""
    basis: str = ""
    basis_on: date | None = None
    link: str = ""
    valid_until: date | None = None
    owner: Post | None = None
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)


def add_card(
    draft: CardDraft, *, by: Access, is_sample: bool = False, at: datetime | None = None
) -> KnowledgeCard:
    """One more card; the same UUID again gives the one that is there.

    Raises:
        Refusal: no right to, no question or answer, or a link that is none.
    """
    by.require("hotline.manage")
    moment = at or clock.now()
    columns = _checked(draft, by)
    content = [getattr(value, "pk", value) for value in columns.values()]
    card = KnowledgeCard(
        community=by.community, uuid=draft.uuid, draft_hash=retries.hash_of(*content), is_sample=is_sample,
        changed_at=moment, changed_label=by.label, **columns,
    )
    try:
        with transaction.atomic():
            there = KnowledgeCard.objects.of(by.community).filter(uuid=draft.uuid).first()
            if there is not None:
                return retries.same(there, *content)
            card.save(force_insert=True)
            _index(card)
            record("card_added", (SUBJECT, card.pk), by, moment, data={"question": card.question})
    except IntegrityError:
        return retries.same(KnowledgeCard.objects.of(by.community).get(uuid=draft.uuid), *content)
    return card


def change_card(card: KnowledgeCard, draft: CardDraft, *, by: Access, at: datetime | None = None) -> list[str]:
    """Changes a card, or says of a sample that it was read over; gives the names of what changed.

    Raises:
        Refusal: as for `add_card`. Stale: somebody changed it meanwhile.
    """
    by.require("hotline.manage")
    of_here(card, by)
    moment, wanted = at or clock.now(), _checked(draft, by)
    changed = [name for name, value in wanted.items() if getattr(card, name) != value]
    if not changed and not card.is_sample:
        return []
    more = {"is_sample": False, "changed_at": moment, "changed_label": by.label}
    with transaction.atomic():
        rows = KnowledgeCard.objects.of(by.community).filter(pk=card.pk, version=card.version, retired_at=None)
        if not rows.update(**wanted, **more, version=F("version") + 1):
            raise stale()
        for name, value in {**wanted, **more, "version": card.version + 1}.items():
            setattr(card, name, value)
        _index(card)
        kind = "card_changed" if changed else "card_read_over"
        record(kind, (SUBJECT, card.pk), by, moment,
               data={"question": card.question, "what": "、".join(LABELS[name] for name in changed)})
    return changed


def retire_card(card: KnowledgeCard, *, by: Access, at: datetime | None = None) -> bool:
    """The card is no longer offered; it stays with its history. False where it was retired already."""
    by.require("hotline.manage")
    of_here(card, by)
    moment = at or clock.now()
    with transaction.atomic():
        done = KnowledgeCard.objects.of(by.community).filter(pk=card.pk, retired_at=None).update(retired_at=moment)
        if done:
            search.remove(SUBJECT, card.pk)
            record("card_retired", (SUBJECT, card.pk), by, moment, data={"question": card.question})
    return bool(done)


def plant_cards(by: Access, *, at: datetime | None = None) -> int:
    """The sample cards, each once, marked as such until somebody here has read them over; how many were new."""
    there = set(KnowledgeCard.objects.of(by.community).values_list("uuid", flat=True))
    roots = {row.name: row for row in Category.objects.of(by.community).filter(parent=None)}
    fresh = 0
    with transaction.atomic():
        for seed in seeds.CARDS:
            key = uuids.uuid5(seeds.NAMESPACE, f"{by.community.pk}|{seed.question}")
            if key not in there:
                add_card(
                    CardDraft(seed.question, seed.answer, roots.get(seed.category), seed.ask_back, uuid=key),
                    by=by, is_sample=True, at=at,
                )
                fresh += 1
    return fresh


def _checked(draft: CardDraft, by: Access) -> dict[str, Any]:
    for row in filter(None, (draft.category, draft.owner)):
        of_here(row, by)
    link = draft.link.strip()
    if link and urlsplit(link).scheme not in ("http", "https"):
        raise Refusal(_("链接应以 http:// 或 https:// 开头"), field="link")
    texts = {
        "question": words(draft.question, "question", 80, required=True),
        "answer": words(draft.answer, "answer", 2000, required=True),
        "ask_back": words(draft.ask_back, "ask_back", 1000), "basis": words(draft.basis, "basis", 120),
    }
    rest = {each.name: getattr(draft, each.name) for each in fields(draft) if each.name not in (*texts, "uuid", "link")}
    return {**texts, **rest, "link": link}


def _index(card: KnowledgeCard) -> None:
    search.index(
        SUBJECT, card.pk, community_id=card.community_id, permission="hotline.work", title=card.question,
        text=f"{card.answer}\n{card.ask_back}\n{card.basis}", happened_at=card.changed_at,
    )
