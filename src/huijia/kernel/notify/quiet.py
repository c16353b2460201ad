"""Quiet hours: residents' phones are left alone at night. 「本社区约定」, not law."""

from datetime import datetime, time, timedelta

from django.conf import settings

from huijia.lib import clock

QUIET_HOURS = (21, 7)
"""From and to, local hours; the setting NOTIFY_QUIET_HOURS overrides it."""


def postponed(address_kind: str, at: datetime, urgent: bool) -> datetime:
    """`at`, or the end of the night it falls into. Only phones have a night, and only for what is not urgent."""
    if urgent or address_kind != "phone":
        return at
    begins, ends = getattr(settings, "NOTIFY_QUIET_HOURS", QUIET_HOURS)
    local = clock.local(at)
    if begins <= local.hour:
        return datetime.combine(local.date() + timedelta(days=1), time(ends), tzinfo=local.tzinfo)
    if local.hour < ends:
        return datetime.combine(local.date(), time(ends), tzinfo=local.tzinfo)
    return at
