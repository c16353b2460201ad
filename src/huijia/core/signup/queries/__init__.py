"""Reads of occasions and sign-ups used more than once."""

from huijia.core.signup.queries.occasions import (
    activities,
    month_of,
    occasion_for_public,
    past,
    planned_on,
    public,
    upcoming,
)
from huijia.core.signup.queries.signups import (
    Sums,
    by_ticket,
    by_token,
    by_uuid,
    lists_of,
    place_in_line,
    sums_of,
    waiting_ahead,
)

__all__ = [
    "Sums", "activities", "by_ticket", "by_token", "by_uuid", "lists_of", "month_of", "occasion_for_public", "past",
    "place_in_line", "planned_on", "public", "sums_of", "upcoming", "waiting_ahead",
]
