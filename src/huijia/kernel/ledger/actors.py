"""Who did it, as plain ids and labels: the ledger knows no user model."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["user", "reporter", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts. `label` is the name shown for ever; `for_label` names the one a deputy acts for."""

    kind: ActorKind
    id: int | None
    label: str
    for_label: str = ""


SYSTEM = Actor(kind="system", id=None, label="系统")
