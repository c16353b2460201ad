"""The demo's matters: raised and brought to their ends through the same verbs as everybody's, each on its own day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from huijia.config.demo import stories
from huijia.config.demo.geography import Map
from huijia.config.demo.people import Town
from huijia.core.matters import actions
from huijia.core.matters.enums import Channel, Nature, Satisfaction, Source
from huijia.core.matters.models import Category, Matter
from huijia.core.people.models import Post
from huijia.core.people.queries import person_phone
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.calendars import calendar_of
from huijia.lib import clock

PAST = (date(2019, 11, 4), date(2022, 8, 10))
PER_WEEK_PAST, PER_WEEK_NOW = 5, 12
HOUR = timedelta(hours=1)
STAFF_OF = {Source.VISIT: "worker", Source.PATROL: "leader", Source.SUPERIOR: "secretary"}
NEIGHBOURS = ("worker", "worker", "leader", "neighbour")


@dataclass
class Desk:
    """Everything that the telling of one matter needs."""

    community_access: Access
    by_user: Callable[[str, datetime], Access]
    drawn: Map
    town: Town
    categories: dict[str, Category]
    random: Random

    def committee(self) -> tuple[str, Post]:
        key = self.random.choice(("committee", "committee", "committee2", "committee3", "committee4"))
        return key, self.post_of(key)

    def post_of(self, key: str) -> Post:
        """The post of the person with this login that can be responsible for something."""
        person = self.town.staff[key].pk
        return next(post for posts in self.town.posts.values() for post in posts if post.person_id == person)


def days(today: date) -> Iterator[tuple[date, int]]:
    """(day, how many a week) over the article's years and the current one."""
    day = PAST[0]
    while day <= PAST[1]:
        yield day, PER_WEEK_PAST
        day += timedelta(days=1)
    day = date(today.year, 1, 1) if today.month > 2 else date(today.year - 1, 7, 1)
    while day <= today:
        yield day, PER_WEEK_NOW
        day += timedelta(days=1)


def moments(desk: Desk, now: datetime) -> Iterator[datetime]:
    """When matters were raised: mostly on working days, mostly by day."""
    calendar = calendar_of(desk.community_access.community)
    for day, weekly in days(clock.local(now).date()):
        share = weekly / 6 if calendar.is_working(day) else weekly / 14
        for _one in range(int(share) + (desk.random.random() < share % 1)):
            moment = datetime.combine(day, time(desk.random.randint(7, 20), desk.random.randint(0, 59)), clock.ZONE)
            if moment < now:
                yield moment


def _pick(desk: Desk) -> stories.Story:
    kind = desk.random.random()
    pool = (
        stories.HELP if kind < 0.68 else stories.CONSULT if kind < 0.83 else stories.COMPLAINT if kind < 0.93
        else stories.SUGGESTIONS if kind < 0.97 else stories.THANKS
    )
    return desk.random.choice(pool)


def _home(desk: Desk, story: stories.Story, group: str) -> tuple[int, Dwelling]:
    """Whose home it is about: the household's place in the list, and the home. Lifts and stairs are of estates."""
    while True:
        place = desk.random.randrange(len(desk.town.households))
        dwelling = desk.town.homes[desk.town.households[place].pk]
        if group and (dwelling.group is None or dwelling.group.name != group):
            continue
        if group or dwelling.estate or story.category not in stories.OF_STAIRS:
            return place, dwelling


def _near(dwelling: Dwelling, story: stories.Story, *, exact: bool) -> str:
    """Where it is, as people say: at home by the full address, outdoors by the building, the door, or the name."""
    if "{place}" not in story.text:
        return dwelling.address
    if dwelling.estate:
        is_near_one = exact or story.category in stories.OF_STAIRS
        return f"{dwelling.estate}{dwelling.building}幢" if is_near_one else dwelling.estate
    if exact or dwelling.group is None:
        return f"{dwelling.address}门前"
    return dwelling.group.name


def _draft(desk: Desk, story: stories.Story, group: str) -> actions.Draft:
    random = desk.random
    place, dwelling = _home(desk, story, group)
    sources, weights = zip(*stories.SOURCES, strict=True)
    source = random.choices(sources, weights)[0]
    near = _near(dwelling, story, exact=random.random() < 0.5)
    has_phone = source in (Source.HOTLINE, Source.COUNTER) or random.random() < 0.6
    return actions.Draft(
        text=story.text.format(place=near), source=source, uuid=UUID(int=random.getrandbits(128), version=4),
        nature=story.nature, place_name=near, dwelling=dwelling, grid=dwelling.grid, group=dwelling.group,
        lon=dwelling.lon, lat=dwelling.lat, is_urgent=random.random() < 0.04,
        phone=person_phone(desk.town.heads[place]) if has_phone else "",
        reporter_name=desk.town.heads[place].name if has_phone else "",
        external_number=f"YZ{random.randint(10**7, 10**8)}" if source == Source.CITY_12345 else "",
    )


def tell(desk: Desk, at: datetime, now: datetime, story: stories.Story | None = None, group: str = "") -> Matter:
    """One matter from its raising to wherever it stands `now`; in a group where one is named."""
    story = story or _pick(desk)
    draft = _draft(desk, story, group)
    by_door = draft.source in (Source.DOOR, Source.ONLINE)
    raised_by = (
        Access.reporter(desk.community_access.community, "居民") if by_door
        else desk.by_user(STAFF_OF.get(draft.source, "operator"), at)
    )
    matter = actions.register(draft, by=raised_by, at=at).matter
    patience = _patience(desk, at, now)
    for number, (step_at, step) in enumerate(_steps(desk, matter, story, at)):
        if step_at >= now or number >= patience:
            break
        with clock.frozen(step_at):
            step(step_at)
    return matter


def _patience(desk: Desk, at: datetime, now: datetime) -> int:
    """How many steps are made before a matter waits for somebody: of the last weeks' many still do, so that the
    desks have something to show."""
    age = now - at
    if age < timedelta(days=12) and desk.random.random() < 0.75:
        return desk.random.choice((0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6))
    if age < timedelta(days=25) and desk.random.random() < 0.15:
        return desk.random.choice((2, 3, 3, 4, 5))
    return 99


Step = tuple[datetime, Callable[[datetime], object]]


def _steps(desk: Desk, matter: Matter, story: stories.Story, at: datetime) -> Iterator[Step]:
    """The steps of a life, one after another; what comes next may depend on what was."""
    random, who = desk.random, desk.by_user
    category = desk.categories.get(story.category)
    at += timedelta(minutes=random.randint(3, 50))
    if story.nature in (Nature.SUGGESTION, Nature.THANKS):
        yield at, lambda t: actions.acknowledge(matter, answer=story.answer, by=who("operator", t), at=t)
        return
    if story.nature == Nature.CONSULT and matter.source in (Source.HOTLINE, Source.COUNTER):
        yield at, lambda t: actions.answer_at_once(matter, result=story.answer, by=who("operator", t), at=t)
        if matter.to_sample:
            yield at + 26 * HOUR, lambda t: actions.sample_ok(matter, by=who("committee2", t), at=t)
        return
    if random.random() < 0.02 and story in stories.HELP:
        yield at, lambda t: actions.refuse(
            matter, reason="不在本社区范围", where_to_go="事发地社区", by=who("operator", t), at=t
        )
        return
    yield at, lambda t: actions.accept(matter, category=category, by=who("operator", t), at=t)
    yield from _worked(desk, matter, story, at)


def _worked(desk: Desk, matter: Matter, story: stories.Story, at: datetime) -> Iterator[Step]:
    random, who = desk.random, desk.by_user
    at += random.uniform(0.2, 6) * HOUR
    if random.random() < 0.14 and (matter.category is None or matter.category.is_claimable):
        neighbour = random.choice(NEIGHBOURS)
        claimed = desk.post_of(neighbour)
        yield at, lambda t: actions.claim(matter, post=claimed, by=who(neighbour, t), at=t)
        yield from _ended(desk, matter, story, neighbour, at + HOUR)
        return
    key, post = desk.committee()
    yield at, lambda t: actions.assign(matter, to=post, by=who("secretary", t), at=t)
    at += random.uniform(0.2, 8) * HOUR
    if random.random() < 0.04 and matter.returns == 0:
        yield at, lambda t: actions.send_back(matter, reason="不是我分管的", by=who(key, t), at=t)
        key, post = next((k, p) for k, p in iter(desk.committee, None) if p != post)
        yield at + HOUR, lambda t: actions.assign(matter, to=post, by=who("secretary", t), at=t)
        at += 2 * HOUR
    yield at, lambda t: actions.take(matter, by=who(key, t), at=t)
    if matter.phone_hash:
        yield at + HOUR, lambda t: actions.contact(matter, text="已电话问清情况", by=who(key, t), at=t)
    yield from _detours(desk, matter, key, at + 2 * HOUR)
    yield from _ended(desk, matter, story, key, at)


def _ended(desk: Desk, matter: Matter, story: stories.Story, key: str, at: datetime) -> Iterator[Step]:
    """From the work to the grade; `key` is the one responsible."""
    random, who = desk.random, desk.by_user
    at = max(at + 2 * HOUR, _finish(random, matter, at))
    result = story.result or "已按规定办理。"
    yield at, lambda t: actions.report_result(matter, result=result, by=who(key, t), at=t)
    checker = "secretary" if random.random() < 0.5 else ("committee2" if key != "committee2" else "committee3")
    at += random.uniform(0.4, 5) * HOUR
    if random.random() < 0.03:
        yield at, lambda t: actions.check_fail(matter, reason="现场看还没有做完", by=who(checker, t), at=t)
        at += 24 * HOUR
        yield at, lambda t: actions.report_result(matter, result=result, by=who(key, t), at=t)
        at += 5 * HOUR
    yield at, lambda t: actions.check_pass(matter, by=who(checker, t), at=t)
    at += random.uniform(0.2, 3) * HOUR
    yield at, lambda t: actions.answer(
        matter, text=story.answer, channel=Channel.PHONE, by=who("operator", t), at=t
    )
    yield from _graded(desk, matter, at)


def _finish(random: Random, matter: Matter, at: datetime) -> datetime:
    """When the work is done: mostly well before the deadline, now and then after it."""
    due = max(matter.due_at or at, at + HOUR)
    share = random.uniform(1.05, 1.4) if random.random() < 0.07 else random.uniform(0.1, 0.6)
    return at + (due - at) * share


def _detours(desk: Desk, matter: Matter, key: str, at: datetime) -> Iterator[Step]:
    random, who = desk.random, desk.by_user
    kind = random.random()
    if kind < 0.05:
        later = (matter.due_at or at) + timedelta(days=5)
        yield at, lambda t: actions.ask_extension(
            matter, new_due=later, reason="等配件到货", by=who(key, t), at=t
        )
        yield at + 3 * HOUR, lambda t: actions.decide_extension(matter, granted=True, by=who("secretary", t), at=t)
    elif kind < 0.08:
        worker = desk.random.choice(desk.town.posts["grid_worker"])
        yield at, lambda t: actions.add_helper(matter, post=worker, by=who(key, t), at=t)
    elif kind < 0.10:
        yield at, lambda t: actions.supervise(matter, note="请本周内办好", by=who("secretary", t), at=t)
    elif kind < 0.12:
        yield at, lambda t: actions.escalate(matter, reason="需街道协调施工单位", by=who(key, t), at=t)
        yield at + 30 * HOUR, lambda t: actions.street_return(
            matter, note="已协调，请社区跟进", by=who("street", t), at=t
        )
    elif kind < 0.15:
        yield at, lambda t: actions.suspend(matter, reason="等住户从外地回来", by=who("secretary", t), at=t)
        yield at + 20 * HOUR, lambda t: actions.resume(matter, by=who(key, t), at=t)
    elif kind < 0.18:
        taker = next(post for post in desk.town.posts["committee"] if post.pk != matter.responsible_id)
        yield at, lambda t: actions.offer(matter, to=taker, reason="这几天外出学习", by=who(key, t), at=t)
        yield at + 2 * HOUR, lambda t: actions.decline(
            matter, reason="手上还有两件", by=who(_login_of(desk, taker), t), at=t
        )
    elif kind < 0.26:
        yield at, lambda t: actions.note(matter, text="已到现场看过，约了师傅", by=who(key, t), at=t)


def _login_of(desk: Desk, post: Post) -> str:
    return next(key for key, person in desk.town.staff.items() if person.pk == post.person_id)


def _graded(desk: Desk, matter: Matter, at: datetime) -> Iterator[Step]:
    random, who = desk.random, desk.by_user
    at += random.uniform(4, 60) * HOUR
    kind = random.random()
    if not matter.phone_hash or kind > 0.82:
        return
    if kind < 0.05:
        yield at, lambda t: actions.unreached(matter, by=who("operator", t), at=t)
        return
    solved = kind > 0.10
    level = (
        Satisfaction.UNSATISFIED if not solved else Satisfaction.FAIR if random.random() < 0.14
        else Satisfaction.SATISFIED
    )
    yield at, lambda t: actions.grade(
        matter, is_solved=solved, satisfaction=level, words="", channel=Channel.PHONE, by=who("operator", t), at=t
    )
