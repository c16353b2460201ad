"""What a phone is told when a record cannot be taken as it is."""

from typing import Any

from huijia.kernel.communities.errors import Refusal


class Unfit(Refusal):
    """The form that the record fills says no. `errors`: `[{field, label, text}]`, as the page would show them."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__("；".join(each["text"] for each in errors), code="unfit")
        self.errors = errors


class Moved(Refusal):
    """What the record is about has changed since the phone last saw it.

    `now`: how it stands, as words for the reader; `version`: what to send to do it all the same, None where that is no
    longer possible.
    """

    def __init__(self, told: str, *, now: list[dict[str, Any]], version: int | None) -> None:
        super().__init__(told, code="moved")
        self.now = now
        self.version = version
