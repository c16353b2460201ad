"""Choices that several of the office's forms offer."""

from typing import Any

from huijia.core.matters.enums import Source


def source_choices(*sources: Source) -> list[tuple[str, Any]]:
    return [(source.value, source.label) for source in sources]
