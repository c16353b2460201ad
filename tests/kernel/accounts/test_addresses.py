"""Which address counts, and what of it is kept."""

import pytest
from django.test import RequestFactory

from huijia.kernel.accounts.addresses import client_address, counted_as, shown_as


def _address(settings: object, trusted: bool, forwarded: str | None) -> str:
    settings.TRUSTED_PROXY = trusted
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **more))


def test_a_header_is_read_only_behind_our_proxy(settings: object) -> None:
    assert _address(settings, False, "1.2.3.4") == "10.0.0.1"
    assert _address(settings, True, "1.2.3.4") == "1.2.3.4"
    assert _address(settings, True, "6.6.6.6, 1.2.3.4") == "1.2.3.4"
    assert _address(settings, True, None) == "10.0.0.1"
    assert _address(settings, True, "") == "10.0.0.1"


@pytest.mark.parametrize(
    ("address", "counted", "shown"),
    [
        ("203.0.113.9", "203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("::ffff:203.0.113.9", "203.0.113.9", "203.0.113.0/24"),
        ("", "unknown", "?"),
        ("rubbish", "unknown", "?"),
    ],
)
def test_grouping(address: str, counted: str, shown: str) -> None:
    assert (counted_as(address), shown_as(address)) == (counted, shown)
