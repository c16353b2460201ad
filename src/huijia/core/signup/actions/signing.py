"""报名: one party for one occasion; a place where there is one, else a number in the line."""

import uuid as uuids
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.core.people.queries import people_with_phone, phone_hash
from huijia.core.signup import notices
from huijia.core.signup.actions import line, seats
from huijia.core.signup.actions.writing import USED, allowed, of_here, record_of, words
from huijia.core.signup.enums import Audience, Channel, State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, crypto, numbers

CODE = "signup-code"
SHORTEST_PHONE = 7
OFFICE_MOST = 50
"""Staff may bring in more at once than a resident; no party is larger."""
_POLITE = (
    "阿姨", "叔叔", "大爷", "大妈", "奶奶", "爷爷", "先生", "女士", "师傅", "老师", "大伯", "大娘", "阿婆", "阿公",
)


@dataclass
class SignupDraft:
    """Who comes. `uuid` is the client's, so that a retry is no second sign-up; `company` names the others."""

    name: str
    phone: str = ""
    party: int = 1
    company: list[str] = field(default_factory=list)
    note: str = ""
    what: str = ""
    asked_by: str = ""
    channel: Channel = Channel.ONLINE
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)


@dataclass(frozen=True)
class Signed:
    """The sign-up, its secret code, and whether it was there already."""

    signup: Signup
    code: str
    repeated: bool


def secret_code(uuid: uuids.UUID) -> str:
    """查询码 of a sign-up: 40 bits from the key, so that a retry gets the same one; only its hash is stored."""
    return crypto.short_code(uuid.hex, CODE)


def code_fits(signup: Signup, code: str) -> bool:
    """Whether this is the sign-up's 查询码 as people type it."""
    return crypto.code_fits(signup.code_hash, code, CODE)


def checked(draft: SignupDraft, occasion: Occasion) -> SignupDraft:
    """The draft with clean texts.

    Raises:
        Refusal: beside the field that cannot be used.
    """
    draft.name = words(draft.name, "name", 40)
    if not draft.name:
        raise Refusal(_("请填写姓名"), field="name")
    draft.phone = _phone(draft.phone)
    draft.note, draft.asked_by = words(draft.note, "note", 120), words(draft.asked_by, "asked_by", 40)
    draft.what = words(draft.what, "what", 60)
    named = [words(name, "company", 40) for name in draft.company]
    draft.company = [name for name in named if name][: OFFICE_MOST - 1]
    draft.party = max(draft.party, len(draft.company) + 1)
    most = occasion.party_most if draft.channel == Channel.ONLINE else OFFICE_MOST
    if occasion.capacity is not None:
        most = min(most, occasion.capacity)
    if draft.party > most:
        raise Refusal(_("一次最多报 %(most)s 人") % {"most": most}, field="party")
    return draft


def _phone(written: str) -> str:
    if not written.strip():
        return ""
    try:
        phone = numbers.normal_phone(written)
    except ValueError:
        raise Refusal(_("电话号码不对，请检查"), field="phone") from None
    if len(phone) < SHORTEST_PHONE:
        raise Refusal(_("电话号码不对，请检查"), field="phone")
    return phone


def _content(draft: SignupDraft, occasion: Occasion) -> tuple[object, ...]:
    return (occasion.pk, draft.name, draft.phone, draft.party, draft.note, draft.what, "|".join(draft.company))


def sign(
    occasion: Occasion, draft: SignupDraft, *, by: Access, at: datetime | None = None,
    before: Callable[[], None] | None = None,
) -> Signed:
    """Signs a party up: 已报名 where it fits and nobody waits whom the places would do for, else 候补.

    The same UUID with the same content answers with what is there. `before` runs first inside the transaction (an
    allowance that is spent together with it).

    Raises:
        Refusal: beside its field; code "double" where this name and number are signed up already, "closed" where
            sign-up is not open. Full: no place and no line. Conflict: the UUID was used for something else.
    """
    allowed(by, "signup.attend")
    of_here(occasion, by)
    moment = at or clock.now()
    checked(draft, occasion)
    try:
        with transaction.atomic():
            if before is not None:
                before()
            there = Signup.objects.of(by.community).filter(uuid=draft.uuid).first()
            if there is not None:
                return _repeated(there, draft, occasion)
            return Signed(_placed(occasion, draft, by, moment), secret_code(draft.uuid), repeated=False)
    except IntegrityError:
        there = Signup.objects.of(by.community).filter(uuid=draft.uuid).first()
        if there is None:
            raise _double() from None
        return _repeated(there, draft, occasion)


def _repeated(there: Signup, draft: SignupDraft, occasion: Occasion) -> Signed:
    return Signed(retries.same(there, *_content(draft, occasion), told=USED), secret_code(draft.uuid), repeated=True)


def _double() -> Refusal:
    return Refusal(_("这个姓名和电话已经报过名了"), field="name", code="double")


def _placed(occasion: Occasion, draft: SignupDraft, by: Access, at: datetime) -> Signup:
    held = seats.locked(occasion.pk, occasion.community_id)
    _open(held, draft, by, at)
    signup = built(held, draft, by, at)
    if _has_place(held, draft):
        signup.state = State.SIGNED
        seats.count(held, seats=draft.party)
    elif held.has_line and draft.channel != Channel.WALK_IN:
        seats.count(held, waiting=1, line=1)
        signup.state, signup.place = State.WAITING, held.line
    else:
        raise seats.full()
    signup.save(force_insert=True)
    record_of(
        "signed" if signup.state == State.SIGNED else "waits", signup, by, at,
        data={"title": held.title, "party": draft.party, "place": signup.place}, personal={"name": draft.name},
    )
    notices.tell(signup, held, "signed" if signup.state == State.SIGNED else "waiting", at=at)
    line.fill(held, by=by, at=at)
    if signup.state == State.WAITING:
        signup.refresh_from_db(fields=["state", "version", "offer_ends_at", "passed_over"])
    _copy(held, occasion)
    return signup


def _has_place(held: Occasion, draft: SignupDraft) -> bool:
    free = held.free
    if free is not None and draft.party > free:
        return False
    # At the door nobody is there of those who wait; who stands there may come in.
    return not held.waiting or draft.channel == Channel.WALK_IN or line.may_pass(held, draft.party)


def _copy(held: Occasion, occasion: Occasion) -> None:
    for name in ("seats_taken", "waiting", "line", "capacity", "state", "version"):
        setattr(occasion, name, getattr(held, name))


def _open(held: Occasion, draft: SignupDraft, by: Access, at: datetime) -> None:
    """
    Raises:
        Refusal: it is cancelled or over, or not open to this one.
    """
    if not held.is_planned:
        raise Refusal(_("这场活动已取消"), code="closed")
    if by.kind != "reporter":
        if at >= held.ends_at and draft.channel not in (Channel.WALK_IN, Channel.CHAT):
            raise Refusal(_("这场活动已经结束"), code="closed")
        return
    if held.audience == Audience.OPEN:
        raise Refusal(_("这场不用报名，到时候来就行"), code="closed")
    if held.audience == Audience.OFFICE:
        raise Refusal(_("这场活动请打社区电话报名"), code="closed")
    if not held.takes_signups(at):
        raise Refusal(_("报名还没开始") if at < held.opens_at else _("报名已截止"), code="closed")
    if held.needs_phone and not draft.phone:
        raise Refusal(_("这场活动请留电话，有变动好通知您"), field="phone")
    if held.audience == Audience.ROSTER and not people_with_phone(by.community, draft.phone):
        raise Refusal(_("这场活动只对本社区居民开放。请填社区登记过的手机号，或者打社区电话报名"), field="phone")


def built(held: Occasion, draft: SignupDraft, by: Access, at: datetime) -> Signup:
    """An unsaved sign-up of a checked draft, still without state and place."""
    return Signup(
        community=by.community, uuid=draft.uuid, draft_hash=retries.hash_of(*_content(draft, held)), occasion=held,
        channel=draft.channel, name=draft.name, party=draft.party, company=draft.company,
        phone_sealed=crypto.seal(draft.phone) if draft.phone else "",
        phone_hash=phone_hash(draft.phone) if draft.phone else "", phone_tail=draft.phone[-4:],
        person=_person(draft, by), asked_by=draft.asked_by, note=draft.note,
        what=draft.what,
        code_hash=crypto.keyed_hash(secret_code(draft.uuid), CODE), token=crypto.new_token(96), asked_at=at,
        moved_at=at, recorded_at=clock.now(), registered_by_id=by.user_id if by.kind == "user" else None,
    )


def _person(draft: SignupDraft, by: Access) -> Person | None:
    """Whom the roster knows by this number and name; somebody else who uses the number is not taken for them."""
    if not draft.phone:
        return None
    known = people_with_phone(by.community, draft.phone)
    same = [person for person in known if person.name == draft.name]
    if same:
        return same[0]
    polite = len(known) == 1 and draft.name[:1] == known[0].name[:1] and draft.name[1:] in _POLITE
    return known[0] if polite else None
