"""Sealing of personal fields, keyed hashes for look-up, and unguessable tokens.

Keys live in one JSON file outside `var/` (`settings.HUIJIA_KEY_FILE`):
`{"active": "k1", "keys": {"k1": b64}, "hash_active": "h1", "hash_keys": {"h1": b64}, "django_secret": text}`.
Sealed text is `k1:` + base64url(nonce 12 bytes + AES-256-GCM ciphertext and tag), the key id bound as extra data.
A keyed hash is `h1:` + base64url(HMAC-SHA256), 46 characters.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# 32 characters, 5 bits each: no 0/O, no 1/I.
ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
_SHORT_CODE_LENGTH: Final = 8
_CONTENT = "content"


class CryptoError(Exception):
    """A key file that can't be used, an unknown key id, or sealed text that was changed. Never holds plain text."""


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """Keys by id: the active one seals, every one opens."""

    active: str
    keys: dict[str, bytes]
    hash_active: str
    hash_keys: dict[str, bytes]
    django_secret: str

    @classmethod
    def fresh(cls) -> Self:
        return cls(
            active="k1",
            keys={"k1": secrets.token_bytes(_KEY_BYTES)},
            hash_active="h1",
            hash_keys={"h1": secrets.token_bytes(_KEY_BYTES)},
            django_secret=secrets.token_urlsafe(50),
        )

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Raises `CryptoError` for a file that is missing or damaged."""
        try:
            raw = json.loads(Path(path).read_text(encoding="utf-8"))
            ring = cls(
                active=raw["active"],
                keys={key_id: _unpack(value) for key_id, value in raw["keys"].items()},
                hash_active=raw["hash_active"],
                hash_keys={key_id: _unpack(value) for key_id, value in raw["hash_keys"].items()},
                django_secret=raw["django_secret"],
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise CryptoError(f"the key file {path} can't be used: {type(error).__name__}") from error
        ring._check(path)
        return ring

    @classmethod
    def load_or_create(cls, path: str | os.PathLike[str]) -> Self:
        """Load the key file, made with random keys and mode 0600 when it is not there.

        Many processes may start at once: a complete file is linked into place and the first one wins.
        """
        target = Path(path)
        if not target.exists():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = cls.fresh()._write_beside(target)
            try:
                os.link(draft, target)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
            _sync_folder(target.parent)
        return cls.load(target)

    def rotated(self) -> Self:
        """A ring whose sealing key is new; the old keys still open."""
        key_id = f"k{max(int(known[1:]) for known in self.keys) + 1}"
        return replace(self, active=key_id, keys={**self.keys, key_id: secrets.token_bytes(_KEY_BYTES)})

    def rotated_hash(self) -> Self:
        """A ring whose HMAC key is new: stored hashes must then be made again, see `keyed_hashes`."""
        key_id = f"h{max(int(known[1:]) for known in self.hash_keys) + 1}"
        hash_keys = {**self.hash_keys, key_id: secrets.token_bytes(_KEY_BYTES)}
        return replace(self, hash_active=key_id, hash_keys=hash_keys)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Replace the key file in one step; running processes read it at their next start."""
        target = Path(path)
        os.replace(self._write_beside(target), target)
        _sync_folder(target.parent)

    def seal(self, text: str) -> str:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self.keys[self.active]).encrypt(nonce, text.encode(), self.active.encode())
        return f"{self.active}:{_pack(nonce + sealed)}"

    def open_sealed(self, token: str) -> str:
        """Raises `CryptoError` for an unknown key id and for text that was changed or cut."""
        key_id, _colon, packed = token.partition(":")
        key = self.keys.get(key_id)
        if key is None:
            raise CryptoError(f"unknown key id {key_id[:8]!r}")
        try:
            blob = _unpack(packed)
            return AESGCM(key).decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], key_id.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise CryptoError("sealed text was changed or cut") from error

    def keyed_hash(self, text: str, purpose: str, key_id: str | None = None) -> str:
        key_id = key_id or self.hash_active
        return f"{key_id}:{_pack(self._digest(text, purpose, key_id))}"

    def short_code(self, seed: str, purpose: str) -> str:
        number = int.from_bytes(self._digest(seed, f"code/{purpose}", self.hash_active)[:5])
        return _spell(number, _SHORT_CODE_LENGTH)

    def _digest(self, text: str, purpose: str, key_id: str) -> bytes:
        if not purpose or "\0" in purpose:
            raise ValueError("a purpose is needed, without NUL")
        key = self.hash_keys.get(key_id)
        if key is None:
            raise CryptoError(f"unknown hash key id {key_id!r}")
        return hmac.digest(key, purpose.encode() + b"\0" + text.encode(), hashlib.sha256)

    def _check(self, path: str | os.PathLike[str]) -> None:
        whole = all(len(key) == _KEY_BYTES for key in (*self.keys.values(), *self.hash_keys.values()))
        if not whole or self.active not in self.keys or self.hash_active not in self.hash_keys:
            raise CryptoError(f"the key file {path} is not complete")

    def _write_beside(self, target: Path) -> Path:
        draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
        body = {
            "active": self.active,
            "keys": {key_id: _pack(key) for key_id, key in self.keys.items()},
            "hash_active": self.hash_active,
            "hash_keys": {key_id: _pack(key) for key_id, key in self.hash_keys.items()},
            "django_secret": self.django_secret,
        }
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(body, stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        return draft


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _pack(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unpack(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def _spell(number: int, length: int) -> str:
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length)))


@lru_cache(maxsize=8)
def _ring_at(path: str) -> Keyring:
    return Keyring.load_or_create(path)


def keyring() -> Keyring:
    """The keys of this installation, read once per process and path."""
    from django.conf import settings

    return _ring_at(str(settings.HUIJIA_KEY_FILE))


def seal(text: str) -> str:
    """Sealed text, different each time; longer by about 40 characters plus a third."""
    return keyring().seal(text)


def open_sealed(token: str) -> str:
    """What was sealed. Raises `CryptoError`."""
    return keyring().open_sealed(token)


def keyed_hash(text: str, purpose: str) -> str:
    """The look-up value of a text (46 characters); other purposes give other values. Normalise the text before."""
    return keyring().keyed_hash(text, purpose)


def keyed_hashes(text: str, purpose: str) -> list[str]:
    """The look-up values under every HMAC key, the active one first: finds rows written before a change of keys."""
    ring = keyring()
    older = [key_id for key_id in ring.hash_keys if key_id != ring.hash_active]
    return [ring.keyed_hash(text, purpose, key_id) for key_id in (ring.hash_active, *older)]


def content_hash(*parts: object) -> str:
    """Of what a client sent (46 characters), to tell a retry from other content under the same UUID.

    Keyed: beside a name and a text that stand in the clear, a phone number would be found by trying all of them.
    """
    return keyed_hash("\x1f".join(map(str, parts)), _CONTENT)


def same_content(kept: str, *parts: object) -> bool:
    """Whether `kept` is the `content_hash` of these parts, under whichever key."""
    return kept in keyed_hashes("\x1f".join(map(str, parts)), _CONTENT)


def new_token(bits: int = 128) -> str:
    """A random URL-safe token of at least `bits` bits in letters and digits that no one mixes up."""
    length = -(-bits // 5)
    return _spell(secrets.randbits(5 * length), length)


def short_code(seed: str, purpose: str) -> str:
    """Eight characters (40 bits) that only the holder of the HMAC key can work out from `seed`; always the same."""
    return keyring().short_code(seed, purpose)


def normal_code(text: str) -> str:
    """A token or code as people type it (small letters, full width, spaces, dashes) in its written form."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in plain if letter in ALPHABET)


def code_fits(code_hash: str, typed: str, purpose: str) -> bool:
    """Whether a secret code as people type it has this keyed hash: in constant time; under older keys too."""
    code = normal_code(typed)
    return any(hmac.compare_digest(code_hash, each) for each in keyed_hashes(code, purpose)) and bool(code)
