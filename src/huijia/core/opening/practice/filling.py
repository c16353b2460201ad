"""Invented residents, homes, plates and matters at each state; the same each time."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

from huijia.core.matters import actions as matters
from huijia.core.matters.enums import Nature, Source
from huijia.core.matters.models import Category, Matter
from huijia.core.opening.practice.copying import Place
from huijia.core.people import actions as people
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Household, Person, Post
from huijia.core.places import actions as places
from huijia.core.places.models import DoorPlate, Dwelling
from huijia.kernel.communities import options
from huijia.lib import clock

SEED = 20260101
HOMES_PER_GRID = 4
MOST_GRIDS = 6
SURNAMES, GIVEN = "甲乙丙丁戊己庚辛", ("小练", "小习", "小试", "小学", "大练", "大习")
TEXTS = (
    ("路灯", "练习：楼下路灯不亮，晚上看不清路。"), ("排水沟", "练习：门前水沟堵了，一下雨就积水。"),
    ("垃圾清运", "练习：垃圾两天没收，味道很大。"), ("道路", "练习：路面有个坑，骑车容易摔。"),
    ("健身器材", "练习：健身器材松动，转起来响。"), ("绿化养护", "练习：树枝伸到窗前，想请人修。"),
)
STATES = ("collected", "collected", "collected", "accepted", "accepted", "accepted", "assigned", "handling",
          "escalated", "escalated", "reported", "reported", "checked", "checked", "closed", "closed")
EACH_MOST = 12


def homes(place: Place) -> list[tuple[Household, Dwelling, Person]]:
    random = Random(SEED)
    drafts: list[people.HouseholdDraft] = []
    for number, grid in enumerate(place.grids[:MOST_GRIDS], start=1):
        rows = [
            Dwelling(kind="estate", grid=grid, estate=f"练习苑{number}区", building="1", unit="1", room=f"{floor}01")
            for floor in range(1, HOMES_PER_GRID)
        ]
        rows.append(Dwelling(
            kind="village", grid=grid, group=place.groups[number % len(place.groups)], door_number=f"练{number}"
        ))
        for dwelling in places.add_dwellings(rows, by=place.by):
            drafts.append(people.HouseholdDraft(
                f"LX{len(drafts) + 1:03d}", dwelling, _family(place, random), clock.today()
            ))
    households = people.add_households(drafts, by=place.by)
    made = [(row, draft.dwelling, draft.members[0][0]) for row, draft in zip(households, drafts, strict=True)]
    places.issue_plates([
        DoorPlate(place_name=dwelling.address, grid=dwelling.grid, group=dwelling.group, dwelling=dwelling)
        for _household, dwelling, _head in made
    ], by=place.by)
    _cares(place, [household for household, _dwelling, _head in made])
    return made


def _family(place: Place, random: Random) -> list[tuple[Person, str]]:
    members = []
    for relation in ("户主", "配偶", "子")[: random.randint(1, 3)]:
        person = Person(name=random.choice(SURNAMES) + random.choice(GIVEN), sex=random.choice(("male", "female")))
        if relation != "子":
            people.set_phone(person, place.next_phone())
        members.append((person, relation))
    return members


def _cares(place: Place, households: list[Household]) -> None:
    """Each member household looks after some."""
    carers = [post for post in place.posts if post.kind == PostKind.MEMBER_HOUSEHOLD][: len(households)]
    for number, post in enumerate(carers):
        mine = households[number :: len(carers)][:6]
        if mine:
            people.look_after(post, households=mine, by=place.by, starts_on=clock.today())


def jobs(place: Place, made: list[tuple[Household, Dwelling, Person]]) -> Iterator[Callable[[], object]]:
    """One job for each matter, so that progress can be told between them."""
    random = Random(SEED)
    kinds = list(options.get(place.community, "responsible_kinds"))
    able = [post for post in place.posts if post.kind in kinds] or place.posts[:1]
    categories = {row.name: row for row in Category.objects.of(place.community)}
    # Everybody who signs in and may be responsible finds one that waits to be taken.
    waiting = [post for post in able if post.person.user_id is not None][:EACH_MOST]
    plan = [(state, able[number % len(able)]) for number, state in enumerate(STATES)]
    plan += [("assigned", post) for post in waiting]
    plan += [("accepted", able[0]) for _grid in place.grids[:MOST_GRIDS]]
    for number, (state, post) in enumerate(plan):
        category, text = TEXTS[number % len(TEXTS)]
        _household, dwelling, head = made[(number * 5 + random.randint(0, 2)) % len(made)]
        yield _one(place, state, post, categories.get(category), text, dwelling, head)


def _one(
    place: Place, state: str, post: Post, category: Category | None, text: str, dwelling: Dwelling, head: Person
) -> Callable[[], object]:
    def make() -> None:
        draft = matters.Draft(
            text=text, source=Source.HOTLINE, nature=Nature.HELP, grid=dwelling.grid, group=dwelling.group,
            dwelling=dwelling, place_name=dwelling.address, reporter_name=head.name, phone="19900090001",
        )
        at = clock.now() - timedelta(hours=2)
        matter = matters.register(draft, by=place.by, at=at).matter
        until = "handling" if state == "escalated" else state
        for reached, step in _steps(place, matter, post, category) if state != "collected" else ():
            step()
            if reached == until:
                break
        if state == "escalated":
            matters.escalate(matter, reason="练习：需要街道协调", by=place.by)

    return make


def _steps(
    place: Place, matter: Matter, post: Post, category: Category | None
) -> Iterator[tuple[str, Callable[[], object]]]:
    by = place.by
    yield "accepted", lambda: matters.accept(matter, category=category, by=by)
    yield "assigned", lambda: matters.assign(matter, to=post, by=by)
    yield "handling", lambda: matters.take(matter, by=by)
    if matter.state == "handling":
        yield "worked", lambda: matters.contact(matter, text="练习：已电话问清", by=by)
    yield "reported", lambda: matters.report_result(matter, result="练习：已经修好", by=by)
    yield "checked", lambda: matters.check_pass(matter, by=by)
    yield "closed", lambda: matters.answer(matter, text="练习：已修好，谢谢您", by=by)
