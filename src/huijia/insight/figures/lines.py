"""One record behind a figure as a line, for each kind of record; without names, numbers or words of anybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.insight.figures.figure import Subject


@dataclass(frozen=True)
class Record:
    """`counts`: in the numerator; None where the figure has no denominator. `kind`: category, or what it is."""

    title: str
    url: str
    kind: str
    grid: str
    begun: datetime | None
    due: datetime | None
    ended: datetime | None
    counts: bool | None

def call(row: Any, counts: bool | None) -> Record:
    return Record(
        row.masked, reverse("hotline:calls"), str(row.get_state_display()), "", row.called_at, row.due_at,
        row.first_tried_at, counts,
    )


def household(row: Any, counts: bool | None) -> Record:
    home = row.lived_in[0].dwelling if row.lived_in else None
    address, grid = (home.address, home.grid.name) if home else ("", "")
    return Record(row.number, "", address, grid, None, None, None, counts)


def plate(row: Any, counts: bool | None) -> Record:
    return Record(row.place_name, "", "", row.grid.name, row.issued_at, None, row.revoked_at, counts)


def home(row: Any, counts: bool | None) -> Record:
    return Record(row.address, reverse("visits:door", args=[row.pk]), "", row.grid.name, None, None, None, counts)


def errand(row: Any, counts: bool | None) -> Record:
    url = reverse("errands:errand", args=[row.ticket])
    return Record(f"#{row.ticket}", url, row.service.name, _grid(row), row.asked_at, None, row.ended_at, counts)


def home_order(row: Any, counts: bool | None) -> Record:
    url = reverse("home_orders:order", args=[row.ticket])
    return Record(
        f"#{row.ticket}", url, row.service.name, _grid(row), row.asked_at, row.starts_at, row.ended_at, counts
    )


def ride(row: Any, counts: bool | None) -> Record:
    url = reverse("rides:ride", args=[row.ticket])
    return Record(f"#{row.ticket}", url, row.target.name, _grid(row), row.asked_at, row.there_by, row.ended_at, counts)


def visit(row: Any, counts: bool | None) -> Record:
    url = reverse("visits:visit", args=[row.ticket])
    return Record(row.ticket, url, str(row.get_kind_display()), row.grid.name, row.at, None, None, counts)


def inspection(row: Any, counts: bool | None) -> Record:
    url = reverse("inspections:home", args=[row.pk])
    return Record(row.dwelling.address, url, row.campaign.name, row.grid.name, None, None, None, counts)


def hazard(row: Any, counts: bool | None) -> Record:
    url = reverse("inspections:check", args=[row.check_made.ticket])
    return Record(row.check_made.ticket, url, row.text, row.grid.name, row.check_made.at, None, None, counts)


def occasion(row: Any, counts: bool | None) -> Record:
    url = reverse("signup:occasion", args=[row.pk])
    return Record(row.title, url, row.place_name, "", row.starts_at, None, None, counts)


def attendance(row: Any, counts: bool | None) -> Record:
    """Stands as its occasion and how many came, without anybody's name."""
    held = row.signup.occasion
    came, url = _("%(count)s 人") % {"count": row.came}, reverse("signup:occasion", args=[held.pk])
    return Record(held.title, url, came, "", held.starts_at, None, None, counts)


def booking(row: Any, counts: bool | None) -> Record:
    url, hour = reverse("counter:opening", args=[row.opening_id]), row.signup.occasion.starts_at
    return Record(row.signup.ticket, url, row.service.name, "", hour, None, row.signup.came_at, counts)


def overtime(row: Any, counts: bool | None) -> Record:
    minutes, url = _("%(minutes)s 分钟") % {"minutes": row.minutes}, reverse("counter:opening", args=[row.opening_id])
    return Record(str(row.opening.counter), url, minutes, "", row.starts_at, None, row.ends_at, counts)


def _grid(row: Any) -> str:
    return row.grid.name if row.grid else ""


LINES: dict[Subject, Callable[[Any, bool | None], Record]] = {
    Subject.HOUSEHOLD: household, Subject.PLATE: plate, Subject.OCCASION: occasion, Subject.ATTENDANCE: attendance,
    Subject.HOME_ORDER: home_order, Subject.RIDE: ride, Subject.INSPECTION: inspection, Subject.HAZARD: hazard,
    Subject.ERRAND: errand, Subject.VISIT: visit, Subject.HOME: home, Subject.CALL: call, Subject.BOOKING: booking,
    Subject.OVERTIME: overtime,
}
"""What is no matter and hangs on none."""
