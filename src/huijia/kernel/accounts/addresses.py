"""Where a request came from, as far as counting and the log need it."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The nearest address that can't be made up: the peer, or what our one proxy saw.

    A proxy appends to X-Forwarded-For, so only its last hop is the proxy's own word; without `TRUSTED_PROXY` the
    header is anybody's and is not read.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXY:
        last = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        return last or peer
    return peer


def counted_as(address: str) -> str:
    """One name for one customer's connection: IPv4 whole, IPv6 by its /64, anything else as one."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ip_network((ip, 64), strict=False))
    return str(ip)


def shown_as(address: str) -> str:
    """What the log may keep: the /24 or /48, never the full address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "?"
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return str(ip_network((ip, 24 if ip.version == 4 else 48), strict=False))
