"""A year of visits in the demo: the doors of key groups month by month, the others once, some of them still due."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction

from huijia.config.demo.people import Town
from huijia.core.matters.models import Matter
from huijia.core.people.models import Person, Post
from huijia.core.people.queries import living_at
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.notify.actions import muted
from huijia.lib import clock
from huijia.serve.visits import actions, plan
from huijia.serve.visits.enums import Gone, Kind, Means, Outcome
from huijia.serve.visits.models import DoorPlan, Visit

SAID = (
    ("都好，没有别的事", ""), ("问医保怎么缴", "帮着在手机上缴好了"), ("说最近睡不好", "劝去卫生站量血压"),
    ("孩子在外地，想学视频", "教会了打视频"), ("问养老认证", "当场做好了人脸认证"),
    ("说楼道灯有时不亮", "看了，是灯泡松，拧紧了"),
    ("家里都好", "发了防诈骗单子"), ("想换个轻一点的拐杖", "记下，联系残联"),
)
STUDIES = ("学习二十大精神要点", "防火和用电安全", "怎样识别养老诈骗", "社区议事规则")
FOUND = ("厨房水管渗水，自己修不了", "门前台阶松了一块，老人进出不稳", "屋后的电线垂得很低")
YEAR = 365


def tell(by: Access, town: Town, random: Random, now: datetime) -> None:
    """Some hundred visits by the verbs, at the hours at which they were made."""
    first = now - timedelta(days=330)
    with muted(), transaction.atomic():
        with clock.frozen(first):
            actions.adopt_usual(by=by, at=first)
        for number, (home, every) in enumerate(_doors(by)):
            for at in _times(number, every, now):
                _visit(by, town, random, (home, every), at, number)
        _found(by, town, now)
        _studies(by, town, random, now)
        plan.replan(by.community)


def _key(home: Dwelling, at: datetime) -> UUID:
    """The same on every machine."""
    return uuid5(NAMESPACE_OID, f"demo visit {home.address} {at.isoformat()}")


def _there(home: Dwelling, at: datetime) -> Person | None:
    """The head of who lived there then: people of the demo move and die too."""
    with clock.frozen(at):
        return next((row.person for row in living_at(home) if row.is_head), None)


def _doors(by: Access) -> list[tuple[Dwelling, int]]:
    """Homes with how often they are visited: all where somebody of a key group lives, of the others one in four."""
    plan.replan(by.community)
    rows = DoorPlan.objects.of(by.community).exclude(rules=[]).select_related("dwelling__grid", "dwelling__group")
    return [
        (row.dwelling, row.every_days or YEAR) for place, row in enumerate(rows.order_by("dwelling_id"))
        if place % 4 == 0 or row.every_days != YEAR
    ]


def _times(number: int, every: int, now: datetime) -> list[datetime]:
    """Key groups in each of the last months or quarters, some of them due again; the others once."""
    last = 10 + number % 300
    if every == 30:
        last = 33 if number % 23 == 0 else 26 if number % 9 == 0 else 6 + number % 14
    elif every == 90:
        last = 85 if number % 11 == 0 else 5 + number % 70
    steps = 0 if every == YEAR else 2
    day = clock.local(now).date()
    return [_hour(day - timedelta(days=last + step * (every - 1)), number) for step in range(steps, -1, -1)]


def _hour(day: date, number: int) -> datetime:
    while day.weekday() == 6:
        day -= timedelta(days=1)
    return datetime.combine(day, time(9 + number % 8, number * 7 % 60), clock.ZONE)


def walker(by: Access, town: Town, home: Dwelling, number: int) -> Access:
    """The grid worker of this grid, as they would be signed in; now and then a member household."""
    posts: list[Post] = [post for post in town.posts["grid_worker"] if post.grid_id == home.grid_id]
    if number % 9 == 5:
        posts = town.posts["member_household"] or posts
    post = posts[number % len(posts)] if posts else town.posts["grid_worker"][0]
    return replace(by, label=post.person.name, user_id=post.person.user_id)


def _visit(
    by: Access, town: Town, random: Random, door: tuple[Dwelling, int], at: datetime, number: int
) -> Visit:
    home, every = door
    met = random.random() > 0.12
    asked, done = random.choice(SAID)
    draft = actions.Draft(
        dwelling=home, outcome=Outcome.MET if met else Outcome.NOBODY, person=_there(home, at) if met else None,
        uuid=_key(home, at),
        asked=asked if met else "", done=done if met else "", at=at,
        kind=Kind.ROUTINE if every == YEAR else Kind.CARE,
        means=Means.OUTSIDE if met and number % 7 == 3 else Means.HOME,
    )
    with clock.frozen(at):
        return actions.record(draft, by=walker(by, town, home, number), at=at).visit


def _found(by: Access, town: Town, now: datetime) -> None:
    """Three findings: one seen to be gone at the next visit, two whose door will ask."""
    for number, text in enumerate(FOUND):
        home = town.homes[town.households[number * 11 + 3].pk]
        at = _hour(clock.local(now).date() - timedelta(days=20 - number * 3), number)
        draft = actions.Draft(
            dwelling=home, outcome=Outcome.MET, person=_there(home, at), finding=text, at=at, uuid=_key(home, at)
        )
        with clock.frozen(at):
            matter = actions.record(draft, by=walker(by, town, home, 0), at=at).visit.matter
        if number == 0 and matter is not None:
            _gone(by, town, home, matter, at + timedelta(days=9))


def _gone(by: Access, town: Town, home: Dwelling, matter: Matter, at: datetime) -> None:
    answer = actions.Answer(matter.pk, Gone.YES, "水管换过了，不漏了")
    draft = actions.Draft(
        dwelling=home, outcome=Outcome.MET, kind=Kind.RETURN, at=at, answers=[answer], uuid=_key(home, at)
    )
    with clock.frozen(at):
        actions.record(draft, by=walker(by, town, home, 0), at=at)


def _studies(by: Access, town: Town, random: Random, now: datetime) -> None:
    """送学上门 twice a month to old members."""
    old = [number for number, head in enumerate(town.heads) if "aged" in head.key_groups]
    for place in range(12):
        number = old[place % len(old)]
        home = town.homes[town.households[number].pk]
        at = _hour(clock.local(now).date() - timedelta(days=6 + place * 15), place)
        draft = actions.Draft(
            dwelling=home, outcome=Outcome.MET, person=_there(home, at), kind=Kind.STUDY, at=at,
            study_topic=random.choice(STUDIES), study_minutes=random.choice((30, 40, 45)), uuid=_key(home, at),
        )
        with clock.frozen(at):
            actions.record(draft, by=walker(by, town, home, 5), at=at)
