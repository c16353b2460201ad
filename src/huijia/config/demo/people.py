"""Invented people: their given names are plants, weather and tools, so that nobody takes them for real."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from huijia.config.demo.geography import Map
from huijia.core.people import actions
from huijia.core.people.enums import Politics, PostKind, Sex
from huijia.core.people.models import Household, Person, Post
from huijia.core.places.models import Dwelling
from huijia.core.teams import actions as teams
from huijia.kernel.accounts.access import Access

SINCE = date(2019, 11, 1)
SURNAMES = "傅回赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
GIVEN = (
    "小荷", "竹青", "春雨", "秋禾", "冬梅", "夏至", "谷雨", "清明", "白露", "小满", "立春", "芒种",
    "柳絮", "松涛", "石榴", "石磨", "木犀", "山楂", "水杉", "桂子", "兰草", "菊英", "梅子", "豆苗",
    "麦穗", "稻香", "棉桃", "茶花", "葵花", "蒲草", "芦苇", "菱角", "莲蓬", "银杏", "香樟", "枇杷",
    "杨梅", "樱桃", "板栗", "核桃", "晨光", "晚霞", "星河", "明月", "朝露", "初雪",
)
RELATIONS = ("户主", "配偶", "子", "女", "父亲", "母亲", "孙子")
WIVES = (Sex.MALE, Sex.FEMALE)


@dataclass
class Town:
    """Who lives in the demo and who holds which post."""

    households: list[Household] = field(default_factory=list)
    homes: dict[int, Dwelling] = field(default_factory=dict)
    heads: list[Person] = field(default_factory=list)
    posts: dict[str, list[Post]] = field(default_factory=dict)
    # persons by the key of their login
    staff: dict[str, Person] = field(default_factory=dict)


class Names:
    """A name and a phone number for the next invented person; the same seed gives the same people."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.number = 0

    def person(self, day: date, ages: tuple[int, int], *, phone: bool) -> Person:
        person = Person(
            name=self.random.choice(SURNAMES) + self.random.choice(GIVEN),
            sex=self.random.choice(WIVES),
            born_on=day - timedelta(days=self.random.randint(ages[0] * 365, ages[1] * 365)),
        )
        if phone:
            self.number += 1
            actions.set_phone(person, f"199000{self.number:05d}")
        return person


def settle(
    by: Access, drawn: Map, random: Random, day: date, columns: Callable[[Person, Dwelling, date], None]
) -> Town:
    """About nine hundred households into the dwellings; some flats stay empty. `columns` fills in the rest of each."""
    names = Names(random)
    town = Town()
    drafts = []
    for number, dwelling in enumerate(drawn.dwellings, start=1):
        if random.random() < 0.03:
            continue
        members = [(names.person(day, (28, 82), phone=True), "户主")]
        for relation in RELATIONS[1 : 1 + random.choice((0, 1, 1, 2, 2, 3))]:
            ages = (3, 30) if relation in ("子", "女", "孙子") else (26, 85)
            members.append((names.person(day, ages, phone=ages[0] > 20), relation))
        if len(members) == 1 and members[0][0].born_on and (day - members[0][0].born_on).days > 70 * 365:
            members[0][0].key_groups = ["alone", "aged"]
        for person, _relation in members:
            columns(person, dwelling, day)
        drafts.append(actions.HouseholdDraft(f"HL{number:04d}", dwelling, members, SINCE))
    town.households = actions.add_households(drafts, by=by)
    for household, draft in zip(town.households, drafts, strict=True):
        town.homes[household.pk] = draft.dwelling
        town.heads.append(draft.members[0][0])
    return town


# key, name, post, title
OFFICE = (
    ("secretary", "周领航", PostKind.SECRETARY, "党支部书记"),
    ("committee", "吴惠民", PostKind.COMMITTEE, "民生委员"),
    ("committee2", "郑安澜", PostKind.COMMITTEE, "平安委员"),
    ("committee3", "钱净水", PostKind.COMMITTEE, "环境委员"),
    ("committee4", "孙连心", PostKind.COMMITTEE, "妇联主席"),
    ("operator", "王接线", PostKind.OPERATOR, ""),
    ("operator2", "李当班", PostKind.OPERATOR, ""),
)
WALKERS = ("冯勤走", "陈常问", "褚细看", "卫早到", "蒋快办", "沈多听")


def appoint(by: Access, drawn: Map, town: Town, random: Random) -> None:
    """Posts of the office, a worker for each grid, a leader for each group, member households and their neighbours."""
    names = Names(random)
    names.number = 90_000
    for key, name, kind, title in OFFICE:
        person = _employ(names, by, key, name, town)
        _post(town, person, kind, by, title=title)
    for number, (grid, name) in enumerate(zip(drawn.grids, WALKERS, strict=True), start=1):
        person = _employ(names, by, "worker" if number == 2 else f"worker{number}", name, town)
        town.posts.setdefault("grid_worker", []).append(
            actions.give_post(person, kind=PostKind.GRID_WORKER, by=by, starts_on=SINCE, grid=grid)
        )
    for name, group in drawn.groups.items():
        head = next(
            person for household, person in zip(town.households, town.heads, strict=True)
            if town.homes[household.pk].group == group
        )
        if name == "傅家组":
            town.staff["leader"] = head
        grid = next(home.grid for home in town.homes.values() if home.group == group)
        town.posts.setdefault("group_leader", []).append(
            actions.give_post(head, kind=PostKind.GROUP_LEADER, by=by, starts_on=SINCE, group=group, grid=grid)
        )
    _member_households(by, drawn, town)
    _teams(by, town)


def _employ(names: Names, by: Access, key: str, name: str, town: Town) -> Person:
    person = names.person(date(2022, 1, 1), (25, 58), phone=True)
    person.name, person.community, person.politics = name, by.community, Politics.MEMBER
    person.save()
    town.staff[key] = person
    return person


def _post(town: Town, person: Person, kind: PostKind, by: Access, *, title: str) -> None:
    post = actions.give_post(person, kind=kind, by=by, starts_on=SINCE, title=title)
    town.posts.setdefault(kind.value, []).append(post)


def _member_households(by: Access, drawn: Map, town: Town) -> None:
    """Four or five to a grid, each looking after some twenty-five; part of every grid has none yet."""
    for grid in drawn.grids:
        near = [row for row in zip(town.households, town.heads, strict=True) if town.homes[row[0].pk].grid == grid]
        for start in range(1, len(near) - 25, 30):
            _household, head = near[start]
            post = actions.give_post(
                head, kind=PostKind.MEMBER_HOUSEHOLD, by=by, starts_on=SINCE, grid=grid, title="党员中心户"
            )
            town.posts.setdefault("member_household", []).append(post)
            if grid == drawn.grids[1] and start == 1:
                town.staff["neighbour"] = head
            cared = [household for household, _head in near[start + 1 : start + 25]]
            actions.look_after(post, households=cared, by=by, starts_on=SINCE)


def _teams(by: Access, town: Town) -> None:
    rows = (("红色巡逻队", "治安巡查、文明创建", 12), ("青年突击队", "防汛排查、应急", 8))
    for place, (name, purpose, size) in enumerate(rows):
        team = teams.found(name=name, purpose=purpose, starts_on=SINCE, by=by)
        for number, person in enumerate(town.heads[place * 40 + 5 : place * 40 + 5 + size]):
            teams.join(team, person=person, starts_on=SINCE, by=by, is_leader=number == 0)
