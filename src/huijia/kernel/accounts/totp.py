"""Codes of the second factor, as every authenticator app makes them (RFC 6238: SHA-1, 6 digits, 30 s)."""

import base64
import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30
DIGITS = 6
DRIFT = 1
"""Half minutes by which a phone's clock may be off, each way."""
_SECRET_BYTES = 20


def new_secret() -> str:
    """Base32, 160 bits, as RFC 4226 asks for."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def step_of(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def code_at(secret: str, step: int) -> str:
    """The six digits of one half minute."""
    return _totp(secret).generate(step * STEP).decode()


def matching_step(secret: str, typed: str, at: datetime) -> int | None:
    """The half minute that `typed` belongs to, the present one or one beside it; None for a wrong code.

    All are compared, so that the time taken tells nothing.
    """
    now, wanted = step_of(at), typed.encode()
    steps = range(now - DRIFT, now + DRIFT + 1)
    found = [step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), wanted)]
    return found[-1] if found else None


def address_of(secret: str, account: str, issuer: str) -> str:
    """The `otpauth:` address that an authenticator app reads from the QR code."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)
