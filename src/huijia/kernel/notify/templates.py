"""The registry of notices: each domain registers what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Template:
    """`subject` and `text` are (lazily translated) format strings over the context.

    `private`: for this receiver alone, such as a login code; never copied to who acts for them.
    """

    code: str
    subject: object
    text: object
    private: bool = False


class UnknownTemplate(LookupError):
    """No domain registered this template."""


_TEMPLATES: dict[str, Template] = {}


def register(code: str, subject: object, text: object, *, private: bool = False) -> None:
    """Makes `code` ("app.what") known. Registering twice replaces."""
    _TEMPLATES[code] = Template(code, subject, text, private)


def is_private(code: str) -> bool:
    """Whether nobody but the receiver may be told; so too for what nobody registered."""
    template = _TEMPLATES.get(code)
    return template is None or template.private


def rendered(code: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """(subject, text) in the language now active.

    Raises:
        UnknownTemplate: nobody registered it.
        KeyError: the context lacks a value.
    """
    template = _TEMPLATES.get(code)
    if template is None:
        raise UnknownTemplate(code)
    return str(template.subject).format_map(context), str(template.text).format_map(context)
