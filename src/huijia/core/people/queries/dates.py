"""Dated relations: which hold on a day, which share days."""

from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet

from huijia.lib import clock


def holding(rows: QuerySet[Any], day: date | None = None) -> QuerySet[Any]:
    """Of dated relations those that hold on `day`, today where none is given."""
    when = day or clock.today()
    return rows.filter(Q(ends_on=None) | Q(ends_on__gt=when), starts_on__lte=when)


def overlaps(rows: QuerySet[Any], starts_on: date, ends_on: date | None, *, but: Model | None = None) -> bool:
    """True where one of the dated `rows` shares a day with [starts_on, ends_on)."""
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    if ends_on is not None:
        rows = rows.filter(starts_on__lt=ends_on)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return bool(rows.exists())
