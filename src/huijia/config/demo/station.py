"""The station in the demo: daily reading, a weekly film and a talk; forty weeks of them counted by heads."""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from huijia.core.signup import actions as signup
from huijia.core.signup.enums import Audience, OccasionKind
from huijia.core.signup.models import Occasion
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.notify.actions import muted
from huijia.lib import clock
from huijia.serve.station import actions
from huijia.serve.station.enums import SOURCE
from huijia.serve.station.models import Programme

WEEKS = 40
STATION = "新时代文明实践站"
# title, kind, place, weekdays, begins, ends, who signs up, places, how many come
PROGRAMMES: tuple[tuple[str, OccasionKind, str, list[int], str, str, Audience, int | None, tuple[int, int]], ...] = (
    ("每日晨读", OccasionKind.CLASS, STATION, [0, 1, 2, 3, 4], "07:30", "08:30", Audience.OPEN, None, (9, 19)),
    ("露天电影", OccasionKind.FILM, "健身广场", [4], "19:00", "21:00", Audience.OPEN, None, (22, 58)),
    ("理论宣讲", OccasionKind.TALK, STATION, [2], "15:00", "16:00", Audience.EVERYONE, 40, (14, 33)),
)


def tell(by: Access, now: datetime) -> None:
    """Through everybody's verbs; what is over is counted at its end."""
    random = Random(731)
    with muted(), transaction.atomic():
        for line in PROGRAMMES:
            title, kind, place, weekdays, starts, ends, audience, capacity, came = line
            today = clock.local(now).date()
            draft = actions.Draft(
                title, kind, place, weekdays, time.fromisoformat(starts), time.fromisoformat(ends), audience=audience,
                capacity=capacity, from_on=today - timedelta(days=7 * WEEKS), host="社区志愿者",
                uuid=uuid5(NAMESPACE_OID, f"demo programme {by.community.pk} {title}"),
            )
            row = actions.add(draft, by=by, at=now)
            _past(by, row, today, random, came)


def _past(by: Access, row: Programme, today: date, random: Random, came: tuple[int, int]) -> None:
    calendar = calendar_of(by.community)
    days = [row.from_on + timedelta(days=number) for number in range((today - row.from_on).days)]
    held = [day for day in days if day.weekday() in row.weekdays and calendar.is_working(day)]
    drafts = [
        signup.OccasionDraft(
            title=row.title, kind=OccasionKind(row.kind), place_name=row.place_name, starts_at=_at(day, row.starts),
            ends_at=_at(day, row.ends), capacity=row.capacity, audience=Audience(row.audience), source_kind=SOURCE,
            source_id=row.pk,
        ) for day in held
    ]
    made: list[Occasion] = []
    if held:
        with clock.frozen(_at(held[0], time(6))):
            made = signup.plan_many(drafts, by=by, at=_at(held[0], time(6)))
    for occasion in made:
        signup.count_heads(occasion, heads=random.randint(*came), by=by, at=occasion.ends_at)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.ZONE)
