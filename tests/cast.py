"""The fixed cast of the tests: one community with its people, and a second one whose people must see nothing of it.

Invented people only. `cast()` makes them in a few statements; every test that needs somebody names them from here.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from huijia.core.matters import actions as matters
from huijia.core.matters.enums import Nature, Source
from huijia.core.matters.models import Category, Matter
from huijia.core.people.actions import set_phone
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Care, Household, HouseholdMember, Person, Post, Residence
from huijia.core.places.models import DoorPlate, Dwelling, Grid, Group
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.communities.models import Community, District, Street
from huijia.lib import clock

ZONE = ZoneInfo("Asia/Shanghai")
# A Monday morning in a week without holidays; the office is open 8:30 to 17:30.
MONDAY = datetime(2026, 4, 13, 9, 0, tzinfo=ZONE)
SINCE = date(2020, 1, 1)
_serial = count(1)

# name, role of the login, kind of post
STAFF = {
    "secretary": ("周书文", "secretary", PostKind.SECRETARY),
    "committee": ("吴卫民", "committee", PostKind.COMMITTEE),
    "second": ("郑双全", "committee", PostKind.COMMITTEE),
    "operator": ("王接线", "operator", PostKind.OPERATOR),
    "worker": ("冯走访", "grid_worker", PostKind.GRID_WORKER),
    "leader": ("傅组长", "group_leader", PostKind.GROUP_LEADER),
    "neighbour": ("陈中心", "member_household", PostKind.MEMBER_HOUSEHOLD),
}
OTHERS = {"street": ("街道甲", "street"), "auditor": ("审计乙", "auditor"), "admin": ("管理丙", "admin")}


@dataclass
class Cast:
    community: Community
    grid: Grid
    grid2: Grid
    group: Group
    dwelling: Dwelling
    flat: Dwelling
    household: Household
    resident: Person
    plate: DoorPlate
    lamps: Category
    disputes: Category
    users: dict[str, User] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)

    def access(self, who: str, at: datetime = MONDAY) -> Access:
        return Access.of_user(self.users[who], self.community, at)

    def door(self) -> Access:
        return Access.reporter(self.community, "居民")

    def raise_matter(
        self, text: str = "村口路灯三天不亮了", *, by: str = "operator", at: datetime = MONDAY,
        source: Source = Source.HOTLINE, nature: Nature = Nature.HELP, **more: object,
    ) -> Matter:
        """A matter through the verb, still waiting for acceptance."""
        draft = matters.Draft(text=text, source=source, nature=nature, grid=self.grid, group=self.group, **more)  # type: ignore[arg-type]
        with clock.frozen(at):
            return matters.register(draft, by=self.access(by), at=at).matter

    def handled_matter(self, text: str = "村口路灯三天不亮了", *, at: datetime = MONDAY, **more: object) -> Matter:
        """A matter that `committee` has taken."""
        matter = self.raise_matter(text, at=at, **more)  # type: ignore[arg-type]
        matters.accept(matter, category=self.lamps, by=self.access("operator"), at=at)
        matters.assign(matter, to=self.posts["committee"], by=self.access("secretary"), at=at)
        matters.take(matter, by=self.access("committee"), at=at)
        return matter

    def closed_matter(self, text: str = "村口路灯三天不亮了", *, at: datetime = MONDAY, **more: object) -> Matter:
        """A matter that was done, checked and answered."""
        matter = self.handled_matter(text, at=at, **more)
        matters.report_result(matter, result="换了灯泡", by=self.access("committee"), at=at)
        matters.check_pass(matter, by=self.access("secretary"), at=at)
        matters.answer(matter, text="路灯已修好", by=self.access("operator"), at=at)
        return matter


def _square(lon: float, lat: float, side: float = 0.01) -> dict[str, object]:
    ring = [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


def new_community(name: str = "甲社区", slug: str = "") -> Community:
    number = next(_serial)
    district, _made = District.objects.get_or_create(code="321100000000", defaults={"name": "甲区"})
    street, _made = Street.objects.get_or_create(code="321100001000", defaults={"name": "甲街道", "district": district})
    return Community.objects.create(
        street=street, name=name, slug=slug or f"c{number}", code12=f"321100{number:06d}", hotline="0511-12345678",
        lon=119.4, lat=32.1,
    )


def cast(name: str = "甲社区") -> Cast:
    """A whole small community: two grids, one group, a village house and a flat, one login for each role."""
    community = new_community(name)
    serial = next(_serial)
    grids = [
        Grid.objects.create(
            community=community, code=f"32110000100000{place}", name=f"第{place}网格",
            polygon=_square(119.4 + place / 50, 32.1),
        )
        for place in (1, 2)
    ]
    group = Group.objects.create(community=community, name="傅家组", kind="village")
    dwelling = Dwelling.objects.create(
        community=community, kind="village", grid=grids[0], group=group, door_number="12", address="傅家组12号",
        lon=119.421, lat=32.101,
    )
    flat = Dwelling.objects.create(
        community=community, kind="estate", grid=grids[1], estate="回龙苑", building="3", unit="1", room="201",
        address="回龙苑3幢1单元201室", lon=119.441, lat=32.101,
    )
    household, resident = _family(community, dwelling)
    made = Cast(
        community=community, grid=grids[0], grid2=grids[1], group=group, dwelling=dwelling, flat=flat,
        household=household, resident=resident,
        plate=DoorPlate.objects.create(
            community=community, token=f"plate-token-{serial}", place_name="傅家组12号", dwelling=dwelling,
            grid=grids[0], group=group, lon=119.421, lat=32.101, issued_at=MONDAY,
        ),
        lamps=Category.objects.create(community=community, code="0501", name="路灯"),
        disputes=Category.objects.create(
            community=community, code="01", name="矛盾纠纷", is_sensitive=True, is_claimable=False
        ),
    )
    for who, (name_, role, kind) in STAFF.items():
        _staff(made, who, name_, role, kind, serial)
    for who, (name_, role) in OTHERS.items():
        made.users[who] = _login(made, f"{who}{serial}", name_, role)
    Care.objects.create(community=community, post=made.posts["neighbour"], household=household, starts_on=SINCE)
    return made


def _family(community: Community, dwelling: Dwelling) -> tuple[Household, Person]:
    household = Household.objects.create(community=community, number="H001")
    resident = Person(community=community, name="赵明明")
    set_phone(resident, "13800001234")
    resident.save()
    HouseholdMember.objects.create(
        community=community, household=household, person=resident, relation="户主", is_head=True, starts_on=SINCE
    )
    Residence.objects.create(community=community, household=household, dwelling=dwelling, starts_on=SINCE)
    return household, resident


def _login(made: Cast, username: str, name: str, role: str, grids: list[int] | None = None) -> User:
    user = User.objects.create(username=username, name=name)
    scope = {"street": made.community.street} if role == "street" else {"community": made.community}
    Membership.objects.create(user=user, role=role, grids=grids or [], starts_on=SINCE, **scope)
    return user


def _staff(made: Cast, who: str, name: str, role: str, kind: PostKind, serial: int) -> None:
    limited = kind in (PostKind.GRID_WORKER, PostKind.GROUP_LEADER, PostKind.MEMBER_HOUSEHOLD)
    user = _login(made, f"{who}{serial}", name, role, [made.grid.pk] if limited else None)
    person = Person(community=made.community, name=name, user=user)
    set_phone(person, f"1390000{serial % 1000:03d}{list(STAFF).index(who)}")
    person.save()
    made.users[who], made.persons[who] = user, person
    made.posts[who] = Post.objects.create(
        community=made.community, person=person, kind=kind, starts_on=SINCE,
        grid=made.grid if limited else None, group=made.group if kind == PostKind.GROUP_LEADER else None,
    )
