"""A certificate of this machine's own: phones let pages use camera and microphone over HTTPS only."""

import contextlib
import datetime
import fcntl
import ipaddress
import os
import socket
import struct
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Phones refuse certificates that live longer than 825 days.
LIFE = datetime.timedelta(days=820)
RENEW_BEFORE = datetime.timedelta(days=30)
SIOCGIFADDR = 0x8915


class Certificate(NamedTuple):
    certificate: Path
    key: Path
    fingerprint: str


def lan_addresses() -> list[str]:
    """This machine's IPv4 addresses other than loopback; the one that leads out comes first."""
    found = []
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # an address of documentation; nothing is sent
        found.append(probe.getsockname()[0])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with contextlib.suppress(OSError):
                answer = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
                found.append(socket.inet_ntoa(answer[20:24]))
    return [address for address in dict.fromkeys(found) if not ipaddress.ip_address(address).is_loopback]


def names() -> list[str]:
    """Everything this machine may be called by in its own network."""
    own = socket.gethostname()
    return list(dict.fromkeys(["localhost", *([own] if own.isascii() else []), "127.0.0.1", "::1", *lan_addresses()]))


def certificate_for(folder: Path, wanted: list[str]) -> Certificate:
    """The certificate in `folder`; made again when a name is missing from it or its time runs out."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    paths = folder / "certificate.pem", folder / "key.pem"
    current = _read(*paths)
    if current is None or not _serves(current, wanted):
        key = ec.generate_private_key(ec.SECP256R1())
        current = _sign(key, wanted)
        _write(paths[1], _pem(key))
        _write(paths[0], current.public_bytes(serialization.Encoding.PEM))
    digest = current.fingerprint(hashes.SHA256()).hex(":").upper()
    return Certificate(*paths, digest)


def _read(certificate: Path, key: Path) -> x509.Certificate | None:
    """The certificate, when it can be read and belongs to the key beside it."""
    try:
        private = serialization.load_pem_private_key(key.read_bytes(), None)
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError):
        return None
    return found if found.public_key() == private.public_key() else None


def _serves(certificate: x509.Certificate, wanted: list[str]) -> bool:
    alternative = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    held = {
        *alternative.get_values_for_type(x509.DNSName),
        *(str(address) for address in alternative.get_values_for_type(x509.IPAddress)),
    }
    return certificate.not_valid_after_utc - RENEW_BEFORE > _now() and held >= set(wanted)


def _sign(key: ec.EllipticCurvePrivateKey, wanted: list[str]) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Huijia {socket.gethostname()}"[:64])])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_now() - datetime.timedelta(days=1))
        .not_valid_after(_now() + LIFE)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in wanted]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> None:
    """Written whole or not at all, readable by this account only."""
    beside = path.with_suffix(".new")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(content)
    beside.replace(path)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
