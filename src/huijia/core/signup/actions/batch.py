"""A whole list at once, as from a 接龙: every line is signed up, waits, or is told why not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from huijia.core.signup.actions.signing import Signed, SignupDraft, sign
from huijia.core.signup.enums import State
from huijia.core.signup.models import Occasion
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal

MOST = 300


@dataclass
class Batch:
    """What became of each draft, by its place in the list: signed up, or refused with the reason."""

    done: dict[int, Signed] = field(default_factory=dict)
    refused: dict[int, Refusal] = field(default_factory=dict)

    def count(self, *states: State) -> int:
        return sum(signed.signup.state in states for signed in self.done.values() if not signed.repeated)

    @property
    def signed(self) -> int:
        return self.count(State.SIGNED, State.OFFERED)

    @property
    def waiting(self) -> int:
        return self.count(State.WAITING)

    @property
    def repeated(self) -> int:
        return sum(signed.repeated for signed in self.done.values())


def sign_many(
    occasion: Occasion, drafts: Sequence[SignupDraft], *, by: Access, at: datetime | None = None,
    all_or_none: bool = False,
) -> Batch:
    """In the order of the list, in one transaction. The same drafts again change nothing and are counted as repeated.

    With `all_or_none` one refused line leaves nothing behind: the list is put right and sent again.

    Raises:
        Refusal: no right to (code "forbidden").
    """
    by.require("signup.attend")
    batch = Batch()
    with transaction.atomic():
        for place, draft in enumerate(drafts[:MOST]):
            try:
                batch.done[place] = sign(occasion, draft, by=by, at=at)
            except Refusal as refusal:
                batch.refused[place] = refusal
        if all_or_none and batch.refused:
            transaction.set_rollback(True)
            batch.done.clear()
    return batch
