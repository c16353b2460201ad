"""The working days of a community."""

from datetime import date, time

from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community, Holiday
from huijia.kernel.communities.shelf import Shelf
from huijia.lib.clock import WorkCalendar

_holidays: Shelf[dict[date, bool]] = Shelf()
_calendars: Shelf[WorkCalendar] = Shelf()


def calendar_of(community: Community | int) -> WorkCalendar:
    """Hours from the community's options, exceptions from the shared holiday table; kept for ten seconds."""
    pk = community if isinstance(community, int) else community.pk
    return _calendars.get(pk, lambda: _build(pk))


def _build(pk: int) -> WorkCalendar:
    opens = time.fromisoformat(options.get(pk, "office_opens"))
    closes = time.fromisoformat(options.get(pk, "office_closes"))
    return WorkCalendar(opens, closes, _holidays.get("all", _read_holidays))


def _read_holidays() -> dict[date, bool]:
    return dict(Holiday.objects.values_list("date", "working"))
