"""Services at home in the demo: those of the last two weeks, with their grades, and some to come."""

from contextlib import suppress
from datetime import datetime, time, timedelta
from random import Random

from huijia.config.demo.people import Town
from huijia.core.matters.enums import Satisfaction, Source
from huijia.core.people.queries import person_phone
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.notify.actions import muted
from huijia.lib import clock
from huijia.serve.home_orders import actions
from huijia.serve.home_orders.enums import PartOfDay, State
from huijia.serve.home_orders.models import HomeOrder, HomeService

RESULTS = {
    "量血压": "量了两次，都写在卡片上交给本人。", "代买药品": "按处方买好送到，票据交给本人。",
    "理发": "理好了，地面也扫了。", "水电小修": "换了灯泡和一个水龙头垫圈。", "助餐送餐": "午饭送到，老人当面收下。",
    "陪同看病": "陪到医院看完，药拿回来了。", "代办手续": "手续办好，回执交给本人。",
    "手机使用": "教会了打视频和看社区通知。",
}
Order = tuple[HomeOrder, datetime]
SATISFIED = (Satisfaction.SATISFIED, Satisfaction.SATISFIED, Satisfaction.SATISFIED, Satisfaction.FAIR)


def tell(by: Access, town: Town, random: Random, now: datetime) -> None:
    """Eighteen of the last two weeks, done at their hours; four agreed on, three that wait."""
    with muted():
        with clock.frozen(now - timedelta(days=12)):
            actions.adopt_usual(by=by)
        services = list(HomeService.objects.of(by.community))
        for number in range(18):
            _past(by, town, random, services, now - timedelta(days=12 - number // 2), now, number)
        for number in range(4):
            _agreed(by, town, random, services, now - timedelta(hours=20 - number), number)
        for number in range(3):
            asked = now - timedelta(hours=2 + number)
            actions.request(_draft(town, random, services, asked), by=by, at=asked)


def _draft(town: Town, random: Random, services: list[HomeService], at: datetime) -> actions.Draft:
    number = random.randrange(len(town.heads))
    head, home = town.heads[number], town.homes[town.households[number].pk]
    return actions.Draft(
        service=random.choice(services), name=head.name, phone=person_phone(head), dwelling=home, person=head,
        source=random.choice((Source.HOTLINE, Source.DOOR, Source.VISIT)),
        wished_on=clock.local(at).date() + timedelta(days=1), wished_part=random.choice(list(PartOfDay)),
    )


def _hour(by: Access, after: datetime, number: int) -> datetime:
    """An hour of the next working day, another for each number, so that nobody is at two doors."""
    calendar, day = calendar_of(by.community), clock.local(after).date() + timedelta(days=1)
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return datetime.combine(day, time((9, 10, 14, 15)[number % 4]), clock.ZONE)


def _agreed(by: Access, town: Town, random: Random, services: list[HomeService], asked: datetime, number: int) -> Order:
    """One order with its hour. After a holiday two may want the same: the later one waits, as it would in life."""
    worker = town.posts["grid_worker"][number % len(town.posts["grid_worker"])]
    with clock.frozen(asked):
        order = actions.request(_draft(town, random, services, asked), by=by, at=asked).order
        hour = _hour(by, asked, number)
        with suppress(Refusal):
            actions.arrange(order, to=worker, starts_at=hour, by=by, at=asked + timedelta(minutes=20))
    return order, hour


def _past(
    by: Access, town: Town, random: Random, services: list[HomeService], asked: datetime, now: datetime, number: int
) -> None:
    order, hour = _agreed(by, town, random, services, asked, number)
    end = hour + timedelta(minutes=order.service.minutes)
    if end >= now or order.state != State.ARRANGED:
        return
    actions.finish(order, result=RESULTS[order.service.name], minutes=order.service.minutes, by=by, at=end)
    if number % 5:
        words = random.choice(("", "人很和气", "来得准时"))
        actions.grade(order, satisfaction=random.choice(SATISFIED), words=words, by=by, at=end + timedelta(hours=3))
