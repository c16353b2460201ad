"""Where a notice goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, cast

from huijia.lib import crypto

AddressKind = Literal["user", "phone", "email", "role"]


@dataclass(frozen=True, slots=True)
class Address:
    """`value`: a user id, a phone number, an e-mail address, or a role code."""

    kind: AddressKind
    value: str

    def stored(self) -> str:
        """As it stands in the outbox: phone and e-mail sealed, ids and role codes plain."""
        secret = self.kind in {"phone", "email"}
        return f"{self.kind}:{crypto.seal(self.value) if secret else self.value}"

    @classmethod
    def read(cls, stored: str) -> Address:
        """The address `stored()` wrote.

        Raises:
            ValueError: it is none.
        """
        kind, _colon, value = stored.partition(":")
        if kind in {"phone", "email"}:
            return cls(cast(AddressKind, kind), crypto.open_sealed(value))
        if kind in {"user", "role"}:
            return cls(cast(AddressKind, kind), value)
        raise ValueError(f"no address: {kind}")


def user(user_id: int) -> Address:
    return Address("user", str(user_id))


def role(code: str) -> Address:
    return Address("role", code)


def phone(number: str) -> Address:
    return Address("phone", number)


def email(address: str) -> Address:
    return Address("email", address)


Resolver = Callable[[str, int | None], list[Address]]
_RESOLVERS: dict[str, Resolver] = {}


def register(kind: Literal["user", "role"], resolve: Resolver) -> None:
    """`resolve(value, community_id)` gives the users of a role, or the phone and e-mail of a user, as addresses."""
    _RESOLVERS[kind] = resolve


Copies = Callable[[str, int], list[Address]]
_COPIES: list[Copies] = []


def register_copies(find: Copies) -> None:
    """`find(phone, community_id)` gives who else is told what goes to that phone (a family member who acts for it)."""
    if find not in _COPIES:
        _COPIES.append(find)


def copies_for(address: Address, community_id: int | None) -> list[Address]:
    """Who else is told; nobody but for phones of a community."""
    if address.kind != "phone" or community_id is None:
        return []
    return [copy for find in _COPIES for copy in find(address.value, community_id) if copy != address]


def resolved(address: Address, community_id: int | None) -> list[Address]:
    """What stands behind a user or a role; [] where nobody registered a resolver for it."""
    resolve = _RESOLVERS.get(address.kind)
    return resolve(address.value, community_id) if resolve else []
