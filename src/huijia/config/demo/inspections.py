"""Inspections in the demo: last year's gas check, ended, and this year's under way with hazards open and put right."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction

from huijia.config.demo.people import Town
from huijia.core.people.models import Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.notify.actions import muted
from huijia.lib import clock
from huijia.serve.inspections import actions
from huijia.serve.inspections.enums import HazardState, Level, NoticeSigned, Result, Verdict
from huijia.serve.inspections.models import Campaign, Checklist, Hazard, Home

GAS = "居民用户燃气安全检查表"
NOTES = {"i06": "软管超期，要换", "i05": "阀门发涩", "i14": "报警器没电", "i11": "油烟机不通"}
MOST = 90


def tell(by: Access, town: Town, random: Random, now: datetime) -> None:
    """Through everybody's verbs, at the hours at which it would have been done."""
    today = clock.local(now).date()
    with muted(), transaction.atomic():
        with clock.frozen(now - timedelta(days=420)):
            actions.adopt_usual(by=by)
        gas = Checklist.objects.of(by.community).get(name=GAS)
        old = _campaign(by, gas, "去年燃气入户安检", today - timedelta(days=400), 60)
        _walk(by, town, random, old, 30)
        with clock.frozen(now - timedelta(days=330)):
            _put_right(by, town, old, now - timedelta(days=331), 0)
            actions.close_campaign(old, by=by, at=now - timedelta(days=330))
        new = _campaign(by, gas, "今年燃气入户安检", today - timedelta(days=38), 60)
        _walk(by, town, random, new, MOST)
        _put_right(by, town, new, now - timedelta(days=1), 3)


def _campaign(by: Access, gas: Checklist, name: str, first: date, days: int) -> Campaign:
    at = datetime.combine(first, time(8, 30), clock.ZONE)
    with clock.frozen(at):
        plan = actions.Plan(
            name, gas, first, first + timedelta(days=days), partner="燃气公司(演示)",
            uuid=uuid5(NAMESPACE_OID, f"demo campaign {name}"),
        )
        return actions.plan_campaign(plan, by=by, at=at)


def _key(home: Home, number: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"demo check {home.campaign.name} {home.dwelling.address} {number}")


def _walker(by: Access, town: Town, home: Home) -> Access:
    posts: list[Post] = [post for post in town.posts["grid_worker"] if post.grid_id == home.grid_id]
    post = (posts or town.posts["grid_worker"])[0]
    return replace(by, label=post.person.name, user_id=post.person.user_id)


def _homes(by: Access, campaign: Campaign) -> list[Home]:
    rows = Home.objects.of(by.community).filter(campaign=campaign).select_related(
        "campaign__checklist", "dwelling__grid", "dwelling__group"
    )
    return list(rows.order_by("pk"))


def _walk(by: Access, town: Town, random: Random, campaign: Campaign, most: int) -> None:
    """Every few homes nobody opens; one in nine has a hazard, one of all a severe one."""
    homes = _homes(by, campaign)[:: max(1, campaign.homes.count() // most)]
    for number, home in enumerate(homes):
        at = datetime.combine(campaign.starts_on + timedelta(days=number * 36 // len(homes)), time(15), clock.ZONE)
        at += timedelta(minutes=number % 40 * 3)
        result = Result.HAZARD if number % 9 == 4 else Result.GOOD
        if number % 11 == 6:
            result = random.choice((Result.MISSED, Result.MISSED, Result.REFUSED, Result.VACANT))
        with clock.frozen(at):
            actions.check(_draft(home, result, number), by=_walker(by, town, home), at=at)


def _draft(home: Home, result: Result, number: int) -> actions.Draft:
    answers = {item["code"]: Verdict.PASS for item in home.campaign.checklist.items}
    draft = actions.Draft(
        home=home, result=result, answers=answers, uuid=_key(home, number), partner_name="燃气公司检修员"
    )
    if result == Result.HAZARD:
        severe = number == 22
        item = "i01" if severe else list(NOTES)[number % len(NOTES)]
        level = Level.SEVERE if severe else Level.MAJOR if item == "i06" else Level.MINOR
        draft.answers = answers | {item: Verdict.FAIL}
        draft.faults = [actions.Fault(item, level, "灶具接口漏气，已关阀" if severe else NOTES[item])]
        draft.signed = NoticeSigned.PAPER
    return draft


def _put_right(by: Access, town: Town, campaign: Campaign, at: datetime, left: int) -> None:
    """Seen again and put right, but for the last few."""
    rows = Hazard.objects.of(by.community).filter(home__campaign=campaign, state=HazardState.OPEN).order_by("pk")
    ids = list(rows.values_list("pk", "home_id"))
    for number, (pk, home_id) in enumerate(ids[: len(ids) - left]):
        home = next(each for each in _homes(by, campaign) if each.pk == home_id)
        draft = actions.Draft(home=home, result=Result.GOOD, fixed={pk: True}, uuid=_key(home, 1000 + number))
        with clock.frozen(at):
            actions.check(draft, by=_walker(by, town, home), at=at)
