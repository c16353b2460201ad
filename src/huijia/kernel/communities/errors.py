"""What a verb raises when it says no. The lowest place, so that every app can share it."""

from django.utils.functional import Promise


class Refusal(Exception):
    """A verb was refused; `str(refusal)` is a sentence for the reader in the reader's language.

    `field` names the form field the sentence belongs to (None: the whole form); `code` is a short stable
    word for callers that must tell refusals apart (API answers, tests); "" when nobody needs to.
    """

    def __init__(self, message: str | Promise, *, field: str | None = None, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code

    def __str__(self) -> str:
        return str(self.message)


class Conflict(Refusal):
    """The same client UUID came with another content; pages answer 409."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message, code="conflict")
