"""The registry of entry kinds: each domain registers its own, with the sentence people read."""

import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from huijia.kernel.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Kind:
    """`sentence` is a (lazily translated) format string; `personal_fields` come from the personal payload.

    `words`: for fields that hold a code, how to say it in the reader's language.
    """

    code: str
    sentence: object
    personal_fields: tuple[str, ...] = ()
    words: Mapping[str, Callable[[str], object]] = field(default_factory=dict)


_KINDS: dict[str, Kind] = {}


def register(
    code: str, sentence: object, personal_fields: Iterable[str] = (),
    words: Mapping[str, Callable[[str], object]] | None = None,
) -> None:
    """Makes `code` ("app.what") known. Registering twice replaces (modules are reloaded in tests)."""
    _KINDS[code] = Kind(code, sentence, tuple(personal_fields), words or {})


def labels(choices: type[TextChoices]) -> Callable[[str], object]:
    """For `words`: how a code of `choices` is said."""
    known = dict(choices.choices)
    return lambda code: known.get(code, code)


def get(code: str) -> Kind | None:
    return _KINDS.get(code)


class _Values(dict[str, Any]):
    def __init__(self, values: Mapping[str, Any], absent: str) -> None:
        super().__init__(values)
        self.absent = absent

    def __missing__(self, key: str) -> str:
        return self.absent


class _PlainFormatter(string.Formatter):
    """Names only: no attribute or index look-ups out of a payload, no format mini-language surprises."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        return self.get_value(field_name, args, kwargs), field_name

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs[str(key)]

    def format_field(self, value: Any, format_spec: str) -> str:
        return "" if value is None else str(value)


_FORMAT = _PlainFormatter()


def say(entry: Entry) -> str:
    """The entry as one sentence in the reader's language. Never raises; shredded values read 〔已清除〕."""
    kind = _KINDS.get(entry.kind)
    if kind is None:
        return entry.kind
    data = entry.data if isinstance(entry.data, dict) else {}
    personal = entry.personal if isinstance(entry.personal, dict) else {}
    values = _Values({**data, **personal}, "")
    for name, word in kind.words.items():
        if name in values:
            values[name] = word(str(values[name]))
    if entry.is_shredded:
        values.absent = _("〔已清除〕")
        values.update(dict.fromkeys(kind.personal_fields, values.absent))
    try:
        return _FORMAT.vformat(str(kind.sentence), (), values)
    except (ValueError, KeyError, IndexError):
        return str(kind.sentence)
