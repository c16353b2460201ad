"""Fields that name a driver, somebody who rides along, a place to go, a trip."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.people.formkit import post_line, staff_posts
from huijia.core.people.models import Person
from huijia.core.people.queries import holding
from huijia.core.teams.models import TeamMember
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.rides.models import Driver, RideTarget, Trip

MOST = 300


class RowField(forms.ChoiceField):
    """One of the rows that are offered; gives the row, None for an empty one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows: dict[str, Any] = {}

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))

    def offer(self, lines: Sequence[tuple[Any, Any]], empty: Any = "") -> None:
        """`lines`: (row, what it is called); `empty`: what choosing nothing is called."""
        empty = empty or _("请选择")
        self.rows = {str(row.pk): row for row, _label in lines}
        self.choices = [("", empty), *((str(row.pk), label) for row, label in lines)]


def target_lines(rows: Sequence[RideTarget]) -> list[tuple[Any, Any]]:
    return [(row, row.name) for row in rows]


def driver_line(driver: Driver) -> str:
    """老张 · 面包车 苏L***12 · 7 座, with the wheelchair space."""
    told = _("%(name)s · %(vehicle)s %(plate)s · %(seats)s 座") % {
        "name": driver.name, "vehicle": driver.vehicle, "plate": driver.masked_plate, "seats": driver.seats,
    }
    return str(told) + (str(_("，能放轮椅")) if driver.wheelchair_spaces else "")


def trip_line(trip: Trip) -> str:
    hour = f"{clock.local(trip.starts_at):%H:%M}"
    return str(_("%(hour)s %(driver)s，还空 %(free)s 座") % {
        "hour": hour, "driver": trip.driver_label or _("缺司机"), "free": trip.free,
    })


def escort_lines(access: Access) -> list[tuple[Any, Any]]:
    """Everybody in a post, then the volunteers of the teams; each person once."""
    found: dict[int, tuple[Person, str]] = {}
    for post in staff_posts(access):
        found.setdefault(post.person_id, (post.person, post_line(post)))
    members = holding(TeamMember.objects.of(access.community)).select_related("person", "team")
    for member in members.order_by("team__name", "pk")[:MOST]:
        found.setdefault(member.person_id, (member.person, f"{member.person.name} · {member.team.name}"))
    return list(found.values())
