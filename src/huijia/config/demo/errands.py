"""Errands in the demo: those of the last half year, closed with every paper back, some at work, some that wait."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction

from huijia.config.demo.people import Town
from huijia.core.matters.enums import Satisfaction, Source
from huijia.core.people.models import Post
from huijia.core.people.queries import person_phone
from huijia.kernel.accounts.access import Access
from huijia.kernel.notify.actions import muted
from huijia.lib import clock
from huijia.serve.errands import actions, papers, queries
from huijia.serve.errands.enums import Holder, Mandated, Outcome, Signed, State, Way
from huijia.serve.errands.models import Errand, ErrandService, Paper

PAST, RUNNING, WAITING = 36, 6, 3
SATISFIED = (Satisfaction.SATISFIED, Satisfaction.SATISFIED, Satisfaction.SATISFIED, Satisfaction.FAIR)


def tell(by: Access, town: Town, random: Random, now: datetime) -> None:
    """Through everybody's verbs, at the hours at which it would have been done."""
    with muted(), transaction.atomic():
        with clock.frozen(now - timedelta(days=200)):
            actions.adopt_usual(by=by)
        services = list(ErrandService.objects.of(by.community).order_by("pk"))
        day = clock.local(now).date()
        for number in range(PAST):
            _past(by, town, random, services, _hour(day - timedelta(days=190 - number * 5)), number)
        for number in range(RUNNING):
            _running(by, town, services, _hour(day - timedelta(days=6 - number)), number)
        for number in range(WAITING):
            _asked(by, town, services, now - timedelta(hours=3 + number), PAST + RUNNING + number)


def _hour(day: date) -> datetime:
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return datetime.combine(day, time(9, 30), clock.ZONE)


def _key(name: str, errand: Errand) -> UUID:
    return uuid5(NAMESPACE_OID, f"demo errand {name} {errand.uuid}")


def _asked(by: Access, town: Town, services: list[ErrandService], at: datetime, number: int) -> Errand:
    place = (number * 17 + 5) % len(town.heads)
    head, home = town.heads[place], town.homes[town.households[place].pk]
    draft = actions.Draft(
        service=services[number % len(services)], name=head.name, phone=person_phone(head), dwelling=home, person=head,
        source=(Source.HOTLINE, Source.VISIT, Source.DOOR, Source.COUNTER)[number % 4],
        uuid=uuid5(NAMESPACE_OID, f"demo errand {number} {at.isoformat()}"),
    )
    with clock.frozen(at):
        return actions.request(draft, by=by, at=at).errand


def _entrusted(
    by: Access, town: Town, services: list[ErrandService], at: datetime, number: int
) -> tuple[Errand, Access]:
    """Now and then the grid worker with a login, so that somebody sees their own."""
    errand = _asked(by, town, services, at, number)
    posts: list[Post] = [*town.posts["grid_worker"], *town.posts["member_household"][:2]]
    post = posts[number % len(posts)]
    taken = at + timedelta(hours=2)
    with clock.frozen(taken):
        actions.entrust(
            errand, to=post, mandate=actions.Mandate(Mandated.PAPER if number % 3 else Mandated.PHONE, errand.name),
            due_on=taken.date() + timedelta(days=errand.service.days + 5), by=by, at=taken,
        )
    return errand, replace(by, label=post.person.name)


def _hand(errand: Errand, way: Way, rows: list[Paper], agent: Access, at: datetime, new: str = "") -> None:
    other = errand.name if way in (Way.RECEIVE, Way.HAND_BACK) else errand.service.office
    signed = Signed.PAPER if way in (Way.RECEIVE, Way.HAND_BACK) else ""
    what = actions.Handed(_key(f"{way} {at.isoformat()}", errand), rows, papers.read(new), other, signed)
    with clock.frozen(at):
        actions.hand(errand, way, what, by=agent, at=at)


def _held(errand: Errand, holder: Holder) -> list[Paper]:
    return [paper for paper in queries.papers_of(errand) if paper.holder == holder]


def _to_office(errand: Errand, agent: Access, at: datetime) -> None:
    """Papers fetched in the afternoon and handed in the next morning, with the trip."""
    if errand.service.materials:
        _hand(errand, Way.RECEIVE, [], agent, at + timedelta(hours=5), errand.service.materials)
        _hand(errand, Way.HAND_IN, _held(errand, Holder.AGENT), agent, at + timedelta(days=1))
    went = actions.Went(_key("trip", errand), errand.service.office, "材料交了，按时去取")
    with clock.frozen(at + timedelta(days=1, minutes=5)):
        actions.step(errand, went, by=agent, at=at + timedelta(days=1, minutes=5))


def _past(
    by: Access, town: Town, random: Random, services: list[ErrandService], at: datetime, number: int
) -> None:
    errand, agent = _entrusted(by, town, services, at, number)
    _to_office(errand, agent, at)
    ready = at + timedelta(days=min(errand.service.days, 6))
    failed = number % 12 == 7
    out = _held(errand, Holder.OFFICE)
    if out:
        new = "" if failed or "证" not in errand.service.name else errand.service.name
        _hand(errand, Way.TAKE_OUT, out, agent, ready, new)
    result = "条件不够，窗口退回了材料，已当面说清。" if failed else "办好了，证件和材料当面清点交回。"
    with clock.frozen(ready + timedelta(hours=1)):
        outcome = Outcome.FAILED if failed else Outcome.DONE
        actions.report(errand, outcome=outcome, result=result, by=agent, at=ready + timedelta(hours=1))
    back = _held(errand, Holder.AGENT)
    if back:
        _hand(errand, Way.HAND_BACK, back, agent, ready + timedelta(hours=4))
    else:
        with clock.frozen(ready + timedelta(hours=4)):
            actions.close(errand, by=agent, at=ready + timedelta(hours=4))
    if errand.state == State.CLOSED and number % 4:
        with clock.frozen(ready + timedelta(days=1)):
            actions.grade(errand, satisfaction=random.choice(SATISFIED), by=by, at=ready + timedelta(days=1))


def _running(by: Access, town: Town, services: list[ErrandService], at: datetime, number: int) -> None:
    """The first has its papers in hand, the others are at the office."""
    errand, agent = _entrusted(by, town, services, at, number)
    if number and at + timedelta(days=1, hours=1) < clock.now():
        _to_office(errand, agent, at)
    elif errand.service.materials and at + timedelta(hours=5) < clock.now():
        _hand(errand, Way.RECEIVE, [], agent, at + timedelta(hours=5), errand.service.materials)
