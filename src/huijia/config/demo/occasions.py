"""A fortnight of occasions with people on their lists: some held, one full with a waiting line, some to come."""

from datetime import datetime, time, timedelta
from random import Random

from huijia.core.people.models import Person
from huijia.core.people.queries import person_phone
from huijia.core.signup import actions
from huijia.core.signup.enums import Channel, OccasionKind, State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.notify.actions import muted
from huijia.lib import clock

SEED = 412
STATION = "新时代文明实践站"
# day from today, hour, title, kind, place, places (0: no limit), how many sign up
TOLD = (
    (-7, 8, "八段锦课", OccasionKind.CLASS, STATION, 20, 14),
    (-6, 14, "防诈骗讲座", OccasionKind.TALK, STATION, 40, 26),
    (-4, 9, "免费测血压血糖", OccasionKind.CLINIC, STATION, 30, 22),
    (-2, 19, "家门口的戏", OccasionKind.FILM, "健身广场", 0, 31),
    (0, 8, "八段锦课", OccasionKind.CLASS, STATION, 20, 12),
    (0, 15, "剪纸小课堂", OccasionKind.HANDS, STATION, 12, 10),
    (1, 9, "中医义诊", OccasionKind.CLINIC, STATION, 15, 19),
    (2, 14, "手机怎么用：挂号和缴费", OccasionKind.CLASS, STATION, 16, 9),
    (3, 9, "荷塘边大扫除", OccasionKind.VOLUNTEER, "荷塘", 30, 17),
    (5, 19, "家门口的戏", OccasionKind.FILM, "健身广场", 0, 8),
    (6, 14, "消防安全演练", OccasionKind.TALK, "健身广场", 60, 21),
)
NOTES = ("", "", "", "", "腿脚不便", "要人接送", "坐轮椅")


def settle(by: Access, now: datetime) -> None:
    """Through everybody's verbs, as if it had been done on those days; nobody is told."""
    random = Random(SEED)
    people = list(Person.objects.of(by.community).exclude(phone_hash="").order_by("pk")[:400])
    if not people:
        return
    with muted():
        for line in TOLD:
            _one(by, now, line, random, people)


def _one(by: Access, now: datetime, line: tuple[object, ...], random: Random, people: list[Person]) -> None:
    day, hour, title, kind, place, places, count = line
    date = clock.local(now).date() + timedelta(days=int(str(day)))
    starts = datetime.combine(date, time(int(str(hour))), clock.ZONE)
    began = min(now, starts) - timedelta(days=5)
    draft = actions.OccasionDraft(
        title=str(title), starts_at=starts, ends_at=starts + timedelta(hours=1, minutes=30),
        kind=OccasionKind(str(kind)),
        place_name=str(place), capacity=int(str(places)) or None, opens_at=began,
        about="请自带水杯。来不了请提前取消，把名额让给邻居。",
    )
    with clock.frozen(began):
        occasion = actions.plan(draft, by=by)
    for number, person in enumerate(random.sample(people, min(int(str(count)), len(people)))):
        at = began + (min(now, starts) - began) * (number + 1) / (int(str(count)) + 2)
        with clock.frozen(at):
            actions.sign(occasion, _draft(person, random, occasion), by=by)
    if starts + timedelta(hours=2) < now:
        _attended(occasion, by, starts, random)


def _draft(person: Person, random: Random, occasion: Occasion) -> actions.SignupDraft:
    party = random.choice((1, 1, 1, 2)) if occasion.capacity is None or occasion.capacity > 20 else 1
    channel = random.choice((Channel.ONLINE, Channel.COUNTER, Channel.NEIGHBOUR, Channel.CHAT))
    return actions.SignupDraft(
        name=person.name, phone=person_phone(person), party=party, note=random.choice(NOTES), channel=channel
    )


def _attended(occasion: Occasion, by: Access, starts: datetime, random: Random) -> None:
    signed = Signup.objects.of(by.community).filter(occasion=occasion, state=State.SIGNED).order_by("pk")
    for signup in signed:
        if random.random() < 0.85:
            at = starts + timedelta(minutes=random.randrange(-10, 20))
            with clock.frozen(at):
                actions.arrive(signup, by=by, at=at)
    with clock.frozen(starts + timedelta(hours=2)):
        actions.close(occasion, by=by)
