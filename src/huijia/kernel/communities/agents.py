"""What a verb of the kernel needs to know of the one who asks; `accounts.access.Access` is the real thing."""

from typing import Protocol

from huijia.kernel.communities.models import Community
from huijia.kernel.ledger.actors import Actor


class Agent(Protocol):
    @property
    def community(self) -> Community: ...

    def may(self, permission: str) -> bool: ...

    def require(self, permission: str) -> None: ...

    def actor(self, for_label: str = "") -> Actor: ...
