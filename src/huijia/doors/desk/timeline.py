"""The history of a matter as people read it: who, when, what, in which words, with which photos."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huijia.core.matters.enums import Clock, Source, Threshold
from huijia.core.matters.models import Matter
from huijia.kernel.files import queries as files
from huijia.kernel.files.enums import FileKind
from huijia.kernel.files.models import Attachment
from huijia.kernel.ledger import kinds
from huijia.kernel.ledger import queries as ledger
from huijia.kernel.ledger.models import Entry

SUBJECT = "matter"
_LAMPS = {
    "matters.answer": "green", "matters.acknowledge": "green", "matters.answer_at_once": "green",
    "matters.check_fail": "yellow", "matters.supervise": "yellow", "matters.reopen": "yellow",
    "matters.sample_wrong": "yellow", "matters.send_back": "yellow", "matters.decline": "yellow",
}
_WORDS: dict[str, Any] = {"source": Source, "clock": Clock, "threshold": Threshold}


@dataclass(frozen=True)
class Item:
    """One line; the names are those of `components/timeline.html`."""

    when: datetime
    who: str
    for_who: str
    text: str
    note: str = ""
    photos: list[dict[str, str]] = field(default_factory=list)
    lamp: str = ""


@dataclass(frozen=True)
class Story:
    """`items` newest first; `photos` and `audio` are those that came with the report."""

    items: list[Item]
    photos: list[dict[str, str]]
    audio: list[dict[str, str]]


def spoken(entry: Entry) -> str:
    """The entry's sentence, with codes in it said as words."""
    if isinstance(entry.data, dict):
        entry.data = {name: _word(name, value) for name, value in entry.data.items()}
    return kinds.say(entry)


def _word(name: str, value: Any) -> Any:
    choices = _WORDS.get(name)
    return str(choices(value).label) if choices is not None and value in choices.values else value


def story_of(matter: Matter) -> Story:
    """Two statements, however long the history is."""
    entries = list(ledger.history((SUBJECT, matter.pk)))
    kept = files.attachments(matter.community_id, (SUBJECT, matter.pk))
    hanging = _by_entry(kept)
    items = [_item(entry, hanging.pop((entry.kind, entry.occurred_at), [])) for entry in entries]
    first = [row for row in kept if row.purpose == "matters.registered"]
    return Story(items[::-1], _photos(first), _audio(first))


def _by_entry(rows: Iterable[Attachment]) -> dict[tuple[str, datetime], list[Attachment]]:
    found: dict[tuple[str, datetime], list[Attachment]] = defaultdict(list)
    for row in rows:
        if row.purpose != "matters.registered":
            found[(row.purpose, row.at)].append(row)
    return found


def _photos(rows: Iterable[Attachment]) -> list[dict[str, str]]:
    return [
        {"url": row.file.url, "thumb_url": row.file.thumb_url} for row in rows if row.file.kind == FileKind.PHOTO
    ]


def _audio(rows: Iterable[Attachment]) -> list[dict[str, str]]:
    return [{"url": row.file.url, "mime": row.file.mime} for row in rows if row.file.kind == FileKind.AUDIO]


def _item(entry: Entry, rows: list[Attachment]) -> Item:
    personal = entry.personal if isinstance(entry.personal, dict) else {}
    note = _("〔已清除〕") if entry.is_shredded else str(personal.get("note", ""))
    lamp = _LAMPS.get(entry.kind, "")
    if entry.kind == "matters.alarm":
        lamp = "yellow" if entry.data.get("threshold") == Threshold.WARN else "red"
    sentence = spoken(entry)
    if note and note in sentence:
        note = ""
    return Item(entry.occurred_at, entry.actor_label, entry.for_label, sentence, note, _photos(rows), lamp)
