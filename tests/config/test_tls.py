"""The certificate of this machine's own."""

import ssl
from pathlib import Path

import pytest
from cryptography import x509

from huijia.config import tls
from huijia.config.tls import certificate_for

NAMES = ["localhost", "127.0.0.1", "::1", "192.168.3.7"]


def read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_it_serves_every_name(tmp_path: Path) -> None:
    made = certificate_for(tmp_path / "tls", NAMES)

    alternative = read(made.certificate).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert alternative.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(each) for each in alternative.get_values_for_type(x509.IPAddress)] == NAMES[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)


def test_only_its_owner_reads_the_key(tmp_path: Path) -> None:
    made = certificate_for(tmp_path / "tls", NAMES)

    assert made.key.stat().st_mode & 0o777 == 0o600
    assert made.key.parent.stat().st_mode & 0o777 == 0o700


def test_it_is_kept_between_starts(tmp_path: Path) -> None:
    first = certificate_for(tmp_path, NAMES)

    assert certificate_for(tmp_path, NAMES[:2]) == first


def test_a_new_address_makes_a_new_one(tmp_path: Path) -> None:
    first = certificate_for(tmp_path, NAMES)

    assert certificate_for(tmp_path, [*NAMES, "10.0.0.9"]).fingerprint != first.fingerprint


def test_one_near_its_end_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "LIFE", tls.RENEW_BEFORE)
    first = certificate_for(tmp_path, NAMES)
    monkeypatch.undo()

    assert certificate_for(tmp_path, NAMES).fingerprint != first.fingerprint


def test_a_key_that_does_not_fit_is_replaced(tmp_path: Path) -> None:
    first = certificate_for(tmp_path / "a", NAMES)
    other = certificate_for(tmp_path / "b", NAMES)
    first.key.write_bytes(other.key.read_bytes())

    made = certificate_for(tmp_path / "a", NAMES)

    assert made.fingerprint != first.fingerprint
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.certificate, made.key)


def test_loopback_is_no_lan_address() -> None:
    assert not {"127.0.0.1", "127.0.1.1"} & set(tls.lan_addresses())
    assert {"localhost", "127.0.0.1", "::1"} <= set(tls.names())
