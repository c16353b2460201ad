"""Huilong, the demo: the same people, places and matters on every machine, made through everybody's verbs."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import lru_cache
from random import Random

from django.db import transaction

from huijia.config.demo import (
    counter,
    errands,
    geography,
    health,
    home_orders,
    hotline,
    inspections,
    matters,
    occasions,
    people,
    residents,
    rides,
    roster,
    station,
    stories,
    street,
    visits,
)
from huijia.core.matters.actions import supervise, tick
from huijia.core.matters.models import Category, Matter
from huijia.core.matters.seeds import plant_categories
from huijia.core.people.actions import link_login
from huijia.core.places.actions import issue_plates
from huijia.core.places.models import DoorPlate, Dwelling
from huijia.kernel.accounts import actions as accounts
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User
from huijia.kernel.communities import actions as communities
from huijia.kernel.communities.models import Community
from huijia.kernel.communities.queries import live
from huijia.kernel.notify.actions import muted
from huijia.lib import clock
from huijia.lib.sqlite_queue import statistics

SEED = 20220811
SLUG = "huilong"
PASSWORD = "huilong-demo-2022"
CHUNK = 100

# login, key of the person in `people`, role, what they do
LOGINS = (
    ("shuji", "secretary", "secretary", "书记 secretary"),
    ("liangwei", "committee", "committee", "两委成员 committee member"),
    ("hecha", "committee2", "committee", "两委成员(核查) committee member who checks"),
    ("liangwei3", "committee3", "committee", ""),
    ("liangwei4", "committee4", "committee", ""),
    ("zhiban", "operator", "operator", "值班员 operator"),
    ("zhiban2", "operator2", "operator", ""),
    ("wangge", "worker", "grid_worker", "网格员 grid worker"),
    ("zuzhang", "leader", "group_leader", "组长 group leader"),
    ("zhonghu", "neighbour", "member_household", "党员中心户 member household"),
    ("jiankang", "health", "health", "健康角人员 health corner"),
    ("jiedao", "street", "street", "街道 street office"),
    ("shenji", "auditor", "auditor", "审计员 auditor"),
    ("guanli", "admin", "admin", "系统管理员 administrator"),
)
PLAIN_NAMES = {"health": "健康演示", "street": "街道演示", "auditor": "审计演示", "admin": "管理演示"}
LIMITED = {"grid_worker", "group_leader", "member_household"}

Say = Callable[[str], None]


def load(say: Say, now: datetime | None = None) -> Community:
    """Founds Huilong and fills it; about 900 households and 1,200 matters. Notices of the past are not sent."""
    random = Random(SEED)
    moment = now or clock.now()
    founded = datetime.combine(people.SINCE, time(9), clock.ZONE)
    with clock.frozen(founded), muted(), transaction.atomic():
        community = communities.found(
            name="回龙社区", slug=SLUG, code12="321111002008",
            street=communities.Place("南山街道(演示)", "321111002000"),
            district=communities.Place("润州区(演示)", "321111000000"), hotline="0511-00000000",
            motto="家引领、家治理、家服务", lon=119.434, lat=32.159, opened_on=people.SINCE,
        )
        by = Access.system(community, "演示")
        say("地图：网格、村组、房屋 / map: grids, groups, homes")
        drawn = geography.draw(by, random)
        say("住户与职务 / households and posts")
        town = people.settle(by, drawn, random, people.SINCE, roster.Columns().fill)
        people.appoint(by, drawn, town, random)
        categories = plant_categories(by)
        _plates(by, drawn)
        users = _logins(by, town)
    with muted(), transaction.atomic():
        lived_in = {home.pk for home in town.homes.values()}
        roster.live_on(by, town, [home for home in drawn.dwellings if home.pk not in lived_in])
    desk = matters.Desk(by, _accesses(community, users), drawn, town, categories, random)
    _tell_all(desk, moment, say)
    _urge(desk, moment)
    home_orders.tell(by, town, random, moment)
    say("接送 / rides")
    rides.tell(by, town, random, moment)
    say("入户安检 / inspections")
    inspections.tell(by, town, random, moment)
    say("窗口预约 / the counter")
    counter.tell(by, town, random, moment)
    say("代办 / errands")
    errands.tell(by, town, random, moment)
    say("走访 / visits")
    visits.tell(by, town, random, moment)
    say("热线 / hotline")
    with muted(), transaction.atomic():
        hotline.fill(desk.by_user, random, moment)
    say("活动与报名 / occasions and sign-ups")
    occasions.settle(by, moment)
    station.tell(by, moment)
    health.tell(by, town, moment)
    residents.tell(by, moment)
    tick(moment)
    with muted(), transaction.atomic():
        street.hand_down(community, users["street"], moment)
    statistics.refresh()
    return community


def _plates(by: Access, drawn: geography.Map) -> None:
    """One plate at each village house, one at each unit door of an estate."""
    seen: set[str] = set()
    plates = []
    for dwelling in drawn.dwellings:
        place = _door_of(dwelling)
        if place in seen:
            continue
        seen.add(place)
        plates.append(DoorPlate(
            place_name=place, grid=dwelling.grid, group=dwelling.group, lon=dwelling.lon, lat=dwelling.lat,
            dwelling=dwelling if dwelling.kind == "village" else None,
        ))
    issue_plates(plates, by=by)


def _door_of(dwelling: Dwelling) -> str:
    if dwelling.kind == "village":
        return dwelling.address
    return f"{dwelling.estate}{dwelling.building}幢{dwelling.unit}单元"


def _logins(by: Access, town: people.Town) -> dict[str, User]:
    users = {}
    for username, key, role, _what in LOGINS:
        person = town.staff.get(key)
        name = person.name if person else PLAIN_NAMES[key]
        grids = [post.grid_id for post in person.posts.all() if post.grid_id] if person and role in LIMITED else []
        user = accounts.create_user(
            username=username, name=name, password=PASSWORD, by=by, must_change_password=False
        )
        scope = by.community.street if role == "street" else by.community
        accounts.grant(user, role, scope, grids=grids, starts_on=people.SINCE, by=by)
        if person is not None:
            link_login(person, user=user, by=by)
        users[key] = user
    return users


def _accesses(community: Community, users: dict[str, User]) -> Callable[[str, datetime], Access]:
    """Rights do not change over the demo's years, so one look-up for each login is enough."""

    @lru_cache
    def access(key: str) -> Access:
        return Access.of_user(users[key], community)

    return lambda key, _at: access(key)


def _tell_all(desk: matters.Desk, now: datetime, say: Say) -> None:
    told = [(at, None, "") for at in matters.moments(desk, now)] + list(_in_the_paper())
    told.sort(key=lambda row: row[0])
    for start in range(0, len(told), CHUNK):
        with transaction.atomic(), muted():
            for at, story, group in told[start : start + CHUNK]:
                with clock.frozen(at):
                    matters.tell(desk, at, now, story, group=group)
        say(f"事项 / matters {min(start + CHUNK, len(told))}/{len(told)}")


def _urge(desk: matters.Desk, now: datetime) -> None:
    """The secretary supervises the two that are overdue for longest."""
    by = desk.by_user("secretary", now)
    late = Matter.objects.of(by.community).filter(next_due__lt=now).select_related("community", "responsible__person")
    with muted():
        for matter in late.order_by("next_due")[:2]:
            supervise(matter, note="请今天联系居民，说明什么时候办好", by=by, at=now)


def _in_the_paper() -> Iterator[tuple[datetime, stories.Story | None, str]]:
    """The concerns of the article, each raised in its group on its day."""
    for day, category, text, group in stories.TOLD:
        at = datetime.combine(date.fromisoformat(day), time(10), clock.ZONE)
        story = stories.Story(category, text, "列入议事会议题，按决议实施。", "已列入党群议事会讨论，进展会公示。")
        yield at, story, group


def is_loaded() -> bool:
    return Community.objects.filter(slug=SLUG).exists()


def a_door() -> str:
    """The token of one door of the demo, to begin with as a resident; "" while nothing is loaded."""
    plates = DoorPlate.objects.everywhere().filter(community__slug=SLUG, revoked_at=None, group__name="傅家组")
    return plates.order_by("pk").values_list("token", flat=True).first() or ""


def categories_used(categories: dict[str, Category]) -> set[str]:
    """The names that the stories need and the seeds lack; empty when both agree (a test holds them together)."""
    pools = (stories.HELP, stories.CONSULT, stories.COMPLAINT, stories.SUGGESTIONS, stories.THANKS)
    return {story.category for pool in pools for story in pool} - set(categories)


def has_other_community() -> bool:
    return live().exclude(slug=SLUG).exists()


def resident_codes() -> list[tuple[str, str]]:
    """Codes with which residents of the demo sign in, made anew; [] while nothing is loaded."""
    community = Community.objects.filter(slug=SLUG).first()
    return list(residents.codes(community)) if community is not None else []
