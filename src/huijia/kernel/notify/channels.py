"""The ways out: console, e-mail, webhook. Others register themselves."""

from collections.abc import Callable
from dataclasses import dataclass

from huijia.kernel.notify.addresses import Address


@dataclass(frozen=True, slots=True)
class Message:
    """One notice, ready to go. `key` is the Idempotency-Key: the same at each try."""

    key: str
    template: str
    to: Address
    subject: str
    text: str


class Undeliverable(Exception):
    """This notice can never go this way; trying again is of no use."""


Send = Callable[[Message], None]
_CHANNELS: dict[str, Send] = {}
_TAKES: dict[str, tuple[str, ...]] = {}


def register(name: str, send: Send, *, takes: tuple[str, ...] = ("phone", "email")) -> None:
    """`send(message)` returns when the other side has it; it raises Undeliverable (never) or anything else (retry).

    `takes`: the address kinds it can serve; a user or role is resolved to one of them, unless it takes those too.
    """
    _CHANNELS[name] = send
    _TAKES[name] = takes


def get(name: str) -> Send | None:
    return _CHANNELS.get(name)


def takes(name: str) -> tuple[str, ...]:
    return _TAKES.get(name, ())


def register_defaults() -> None:
    from huijia.kernel.notify import outlets

    register("console", outlets.console, takes=("user", "phone", "email"))
    register("email", outlets.email, takes=("email",))
    register("webhook", outlets.webhook, takes=("phone", "email"))
