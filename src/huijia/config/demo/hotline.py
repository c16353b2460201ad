"""The hotline of the demo: this month's roster, missed calls, handover notes, cards, two transfers of 12345."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random

from huijia.core.matters import actions as matters
from huijia.core.matters.enums import Source, State
from huijia.core.matters.models import Matter
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Person, Post
from huijia.core.people.queries import person_phone, posts_of_kinds
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.hotline import actions
from huijia.serve.hotline.enums import ShiftKind, TurnBy
from huijia.serve.hotline.models import KnowledgeCard

By = Callable[[str, datetime], Access]
NIGHT_PHONE = "13900000000"
MISSED = ("问医保报销的事", "", "楼道灯不亮，请回电", "", "问活动什么时候开始", "")


def fill(by_user: By, random: Random, now: datetime) -> None:
    """Through everybody's verbs; the same each time."""
    secretary, operator = by_user("secretary", now), by_user("operator", now)
    _roster(secretary, now)
    actions.plant_cards(secretary, at=now)
    _own_card(secretary, now)
    _calls(operator, random, now)
    _notes(operator, by_user("operator2", now), now)
    _old_transfers(operator, now)
    _transfers(operator, now)


def _roster(by: Access, now: datetime) -> None:
    kinds = {
        kind: list(posts_of_kinds(by.community, [kind])) for kind in (PostKind.OPERATOR, PostKind.COMMITTEE)
    }
    desk, committee = kinds[PostKind.OPERATOR], kinds[PostKind.COMMITTEE]

    def turn(name: str, kind: ShiftKind, days: list[int], hours: tuple[int, int], posts: list[Post],
             turn_by: TurnBy, phone: str = "") -> None:
        starts, ends = (time(minutes // 60, minutes % 60) for minutes in hours)
        draft = actions.TurnDraft(name, kind, days, starts, ends, posts, turn_by, phone)
        actions.add_turn(draft, by=by, at=now)

    opens, closes = 8 * 60 + 30, 17 * 60 + 30
    turn("白班", ShiftKind.OFFICE, [0, 1, 2, 3, 4], (opens, closes), desk, TurnBy.DAY)
    turn("夜班", ShiftKind.AFTER, [0, 1, 2, 3, 4], (closes, opens), committee, TurnBy.DAY, NIGHT_PHONE)
    turn("周末和节假日", ShiftKind.AFTER, [5, 6, 7], (opens, opens), [*committee, *desk], TurnBy.WEEK, NIGHT_PHONE)
    first = clock.local(now).date().replace(day=1)
    # Before the first of the month somebody of the month before is still on.
    for month in ((first - timedelta(days=1)).replace(day=1), first, (first + timedelta(days=32)).replace(day=1)):
        actions.fill_month(month, by=by, at=now)


def _own_card(by: Access, now: datetime) -> None:
    """One card that the office has made its own and that is past its date."""
    card = KnowledgeCard.objects.of(by.community).order_by("pk").first()
    owner = posts_of_kinds(by.community, [PostKind.OPERATOR]).first()
    if card is None:
        return
    draft = actions.CardDraft(
        card.question, card.answer, card.category, card.ask_back, basis="街道便民窗口答复(演示)",
        basis_on=clock.local(now).date() - timedelta(days=400),
        valid_until=clock.local(now).date() - timedelta(days=5), owner=owner,
    )
    actions.change_card(card, draft, by=by, at=now)


def _calls(by: Access, random: Random, now: datetime) -> None:
    people = Person.objects.of(by.community).exclude(phone_hash="").filter(posts=None).order_by("pk")
    persons = [people[random.randrange(200)] for _call in MISSED]
    calls = []
    for number, (person, about) in enumerate(zip(persons, MISSED, strict=True)):
        called = now - timedelta(hours=30 - 5 * number, minutes=7 * number)
        with clock.frozen(called + timedelta(minutes=20)):
            draft = actions.MissedCall(person_phone(person), called, about=about)
            calls.append(actions.missed(draft, by=by).call)
    actions.unreached(calls[1], by=by, at=now - timedelta(hours=20))
    actions.reached(calls[2], by=by, at=now - timedelta(hours=15))
    actions.drop(calls[3], reason="对方已另外打来", by=by, at=now - timedelta(hours=10))
    actions.promise(
        person_phone(persons[0]), promised_at=now + timedelta(hours=2), about="约好答复低保材料的事", by=by, at=now
    )


def _notes(first: Access, second: Access, now: datetime) -> None:
    old = actions.write_note(
        by=second, text="一切正常，没有要接着办的事。", at=now - timedelta(days=1, hours=2)
    )
    actions.take_note(old, by=first, at=now - timedelta(days=1, hours=1))
    actions.write_note(
        by=second, waiting="3 幢王师傅的钥匙在抽屉里，晚上来取。", text="路灯的事已报修，明天问一下结果。",
        at=now - timedelta(hours=3),
    )


def _old_transfers(by: Access, now: datetime) -> None:
    """What 12345 sent in the years before got its reply; the last two still wait for it."""
    ended = Matter.objects.of(by.community).filter(transfer__isnull=False, state=State.CLOSED, is_historic=False)
    for matter in list(ended.select_related("community").order_by("closed_at"))[:-2]:
        matters.reply_out(matter, reply=matter.result or matter.answer, by=by, at=(matter.closed_at or now))


def _transfers(by: Access, now: datetime) -> None:
    """One to be signed for, one signed for and accepted."""
    for number, (text, hours) in enumerate((
        ("来电人反映小区门口经常有车辆乱停，消防通道被堵，希望社区协调处理。", 2),
        ("来电人反映村口健身器材损坏，有老人差点摔倒，希望尽快维修。", 20),
    ), start=1):
        sent = now - timedelta(hours=hours)
        draft = matters.Draft(
            text=text, source=Source.CITY_12345, reporter_name="来电人", external_number=f"YS{sent:%Y%m%d}{number:03d}",
            sent_at=sent, sent_text=text, sign_due=sent + timedelta(hours=4), external_due=sent + timedelta(days=5),
        )
        with clock.frozen(sent):
            matter = matters.register(draft, by=by, at=sent).matter
        if number == 2:
            matters.accept(matter, by=by, at=sent + timedelta(hours=1))
