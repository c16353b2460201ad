"""采集: how a concern becomes a matter. One verb for the door, the desk, the phone form, imports and later doors."""

import uuid as uuids
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import deadlines, emergencies, notices
from huijia.core.matters.actions import rows
from huijia.core.matters.actions.moves import SUBJECT
from huijia.core.matters.enums import SHORT_NATURES, Nature, Source, Unit
from huijia.core.matters.models import Category, Matter, Transfer
from huijia.core.people.models import Person
from huijia.core.people.queries import phone_hash
from huijia.core.places.models import DoorPlate, Dwelling, Grid, Group
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options, retries
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.files import actions as files
from huijia.kernel.files.models import File
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.search import actions as search
from huijia.lib import clock, crypto, numbers
from huijia.lib.masks import mask_in_text
from huijia.lib.text import clean

TEXT_LIMIT = 10_000
TITLE_LIMIT = 80
SHORT_TITLE = 30
# Service numbers such as 110 are no number to call a reporter back at.
SHORTEST_PHONE = 7


@dataclass
class Draft:
    """What somebody raised, before it is a matter. `uuid` is the client's, so that a retry is no second matter."""

    text: str
    source: Source
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)
    title: str = ""
    nature: Nature = Nature.HELP
    category: Category | None = None
    place_name: str = ""
    plate: DoorPlate | None = None
    dwelling: Dwelling | None = None
    grid: Grid | None = None
    group: Group | None = None
    lon: float | None = None
    lat: float | None = None
    reporter_name: str = ""
    phone: str = ""
    is_urgent: bool = False
    is_emergency: bool = False
    is_petition: bool = False
    about: Person | None = None
    external_number: str = ""
    external_due: datetime | None = None
    sign_due: datetime | None = None
    sent_at: datetime | None = None
    sent_text: str = ""


@dataclass(frozen=True)
class Registered:
    """The matter, the reporter's secret code, and whether this was a repetition of one that was already there."""

    matter: Matter
    code: str
    repeated: bool


def secret_code(uuid: uuids.UUID) -> str:
    """查询码 of a matter: 40 bits from the key, so that a retry gets the same one; only its hash is stored."""
    return crypto.short_code(uuid.hex, "matter-code")


def code_hash(code: str) -> str:
    return crypto.keyed_hash(code, "matter-code")


def code_fits(matter: Matter, code: str) -> bool:
    """Whether this is the matter's 查询码 as people type it."""
    return crypto.code_fits(matter.code_hash, code, "matter-code")


def content_of(draft: Draft) -> tuple[object, ...]:
    """What tells a retry from another matter under the same UUID."""
    return (draft.text, draft.title, draft.source, draft.nature, draft.phone, draft.place_name)


def short_title(text: str) -> str:
    line = text.strip().splitlines()[0].strip()
    for mark in ("。", "！", "？", "；", "!", "?", ";"):
        head, found, _rest = line.partition(mark)
        if found and len(head) >= 4:
            line = head
            break
    return line if len(line) <= SHORT_TITLE else f"{line[: SHORT_TITLE - 1]}…"


def checked(draft: Draft) -> Draft:
    """The draft with clean texts. Refusal beside the field that cannot be used."""
    try:
        draft.text = clean(draft.text, TEXT_LIMIT).strip()
    except ValueError as error:
        raise Refusal(str(error), field="text") from None
    if not draft.text:
        raise Refusal(_("请写下要反映的事"), field="text")
    try:
        draft.title = clean(draft.title, TITLE_LIMIT).strip() or short_title(draft.text)
    except ValueError as error:
        raise Refusal(str(error), field="title") from None
    if draft.phone:
        try:
            draft.phone = numbers.normal_phone(draft.phone)
        except ValueError:
            raise Refusal(_("电话号码不对，请检查；也可以不填"), field="phone") from None
        if len(draft.phone) < SHORTEST_PHONE:
            raise Refusal(_("电话号码不对，请检查；也可以不填"), field="phone")
    draft.reporter_name = clean(draft.reporter_name[:200], 600)[:40]
    draft.place_name = clean(draft.place_name[:600], 1800)[:120]
    return draft


def _where(draft: Draft) -> dict[str, int | None]:
    """Ids of where it is: as the draft says, else as its dwelling or plate does, of which nothing need be loaded."""
    plate, home = draft.plate, draft.dwelling
    grid_id, group_id = (plate.grid_id, plate.group_id) if plate is not None else (None, None)
    return {
        "plate_id": plate.pk if plate is not None else None,
        "dwelling_id": home.pk if home is not None else plate.dwelling_id if plate is not None else None,
        "grid_id": draft.grid.pk if draft.grid is not None else home.grid_id if home is not None else grid_id,
        "group_id": draft.group.pk if draft.group is not None else group_id,
    }


def build(draft: Draft, *, by: Access, at: datetime) -> Matter:
    """An unsaved matter of a checked draft, its clocks started at its receipt."""
    category = draft.category
    sensitive = draft.is_petition or draft.about is not None or bool(category and category.is_sensitive)
    matter = Matter(
        community=by.community, uuid=draft.uuid, draft_hash=retries.hash_of(*content_of(draft)),
        source=draft.source, nature=draft.nature, category=category, title=draft.title, text=draft.text,
        place_name=draft.place_name,
        **_where(draft), lon=draft.lon, lat=draft.lat,
        is_urgent=draft.is_urgent or draft.is_emergency,
        is_emergency=draft.is_emergency or bool(category and category.is_emergency), is_sensitive=sensitive,
        is_petition=draft.is_petition, about=draft.about, reporter_name=draft.reporter_name,
        code_hash=code_hash(secret_code(draft.uuid)), received_at=at, moved_at=at, recorded_at=clock.now(),
        registered_by_id=by.user_id if by.kind == "user" else None, external_number=draft.external_number,
        external_due=draft.external_due, sign_due=draft.sign_due,
    )
    if draft.phone:
        matter.phone_sealed = crypto.seal(draft.phone)
        matter.phone_hash = phone_hash(draft.phone)
        matter.phone_tail = draft.phone[-4:]
    start_clocks(matter, by)
    return matter


def start_clocks(matter: Matter, by: Access) -> None:
    """Both deadlines from the receipt, as the first or a new version of them."""
    # Who speaks to a person has made the first contact.
    spoken = matter.source in (Source.HOTLINE, Source.COUNTER, Source.VISIT) and matter.contacted_at is None
    if spoken:
        matter.contacted_at = matter.received_at
    first = deadlines.first_deadlines(
        by.community, nature=matter.nature, category=matter.category, is_urgent=matter.is_urgent,
        start=matter.received_at, can_contact=bool(matter.phone_hash) and matter.nature not in SHORT_NATURES,
    )
    matter.contact_due = first.contact_due
    ends = [first.due_at, *([matter.external_due] if matter.external_due else [])]
    if matter.is_emergency and matter.category is None:
        hours = int(options.get(by.community, "urgent_hours"))
        ends.append(matter.received_at + timedelta(hours=hours))
    matter.due_at = min(ends)
    matter.warn_at = min(first.warn_at, matter.due_at)
    if matter.source == Source.SUPERIOR and matter.external_due:
        # What the street sets is the limit, also where the office's own would end sooner.
        matter.due_at = matter.external_due
        matter.warn_at = deadlines.warn_point(
            matter.received_at, matter.due_at, calendar_of(by.community),
            float(options.get(by.community, "yellow_share")), Unit.WORKING_DAYS,
        )
    if matter.original_due_at is None:
        matter.original_due_at = matter.due_at
    share = float(options.get(by.community, "yellow_share"))
    matter.next_due, matter.next_warn = deadlines.next_of(matter, share)


def search_fields(matter: Matter) -> dict[str, Any]:
    """What the search table keeps of a matter; what is sensitive is found only by those who accept and classify."""
    return {
        "kind": SUBJECT, "object_id": matter.pk, "community_id": matter.community_id, "grid_id": matter.grid_id,
        "permission": "matters.accept" if matter.is_sensitive else "matters.view_own",
        "title": mask_in_text(matter.title), "text": f"{matter.text}\n{matter.place_name}",
        "happened_at": matter.received_at,
    }


def index(matter: Matter) -> None:
    search.index(**search_fields(matter))


def register(
    draft: Draft, *, by: Access, at: datetime | None = None, attachments: Sequence[File] = (),
    before: Callable[[], None] | None = None,
) -> Registered:
    """Makes a draft a matter waiting for acceptance.

    The same UUID with the same content answers with the matter that is there already. Raises Refusal with a field
    for what cannot be used, Conflict where the UUID was used for something else. `before` runs first inside the
    transaction (an allowance that is spent together with it); what it raises undoes everything.
    """
    if by.kind == "user":
        by.require("matters.register")
    checked(draft)
    draft.is_emergency = bool(emergencies.words_in(f"{draft.title}{draft.text}", by.community))
    moment = at or clock.now()
    matter = build(draft, by=by, at=moment)
    _refuse_known_number(draft, by)
    try:
        with transaction.atomic():
            if before is not None:
                before()
            rows.insert(matter)
            ledger.record(
                "matters.registered", subject=(SUBJECT, matter.pk), by=by.actor(), community_id=by.community.pk,
                at=moment, data={"source": matter.source},
            )
            for file in attachments:
                files.attach(file, subject=(SUBJECT, matter.pk), purpose="matters.registered", by=by, at=moment)
            _keep_transfer(matter, draft)
            index(matter)
            notices.tell_role(matter, "new", "operator", at=moment)
    except IntegrityError:
        _refuse_known_number(draft, by)
        return repeated(draft, by)
    return Registered(matter, secret_code(draft.uuid), repeated=False)


def _keep_transfer(matter: Matter, draft: Draft) -> None:
    """What the platform sent, in its own words, beside the matter."""
    if draft.source == Source.CITY_12345 and draft.external_number:
        Transfer.objects.create(
            community_id=matter.community_id, matter=matter, number=draft.external_number,
            sent_at=draft.sent_at or matter.received_at, text=draft.sent_text or draft.text,
        )


def _refuse_known_number(draft: Draft, by: Access) -> None:
    """
    Raises:
        Refusal: 12345 sent this number before, and it was not this very form.
    """
    if draft.source != Source.CITY_12345 or not draft.external_number:
        return
    rows = Transfer.objects.of(by.community).filter(number=draft.external_number).exclude(matter__uuid=draft.uuid)
    there = rows.select_related("matter").first()
    if there is not None:
        told = _("这个编号已经登记：#%(ticket)s") % {"ticket": there.matter.ticket}
        raise Refusal(told, field="external_number", code="known")


def repeated(draft: Draft, by: Access) -> Registered:
    """The matter that this UUID made before. Raises Conflict where its content was another."""
    there = Matter.objects.of(by.community).filter(uuid=draft.uuid).first()
    told = _("这张表已用于另一件事，请重新打开再填")
    if there is None:
        raise Conflict(told)
    return Registered(retries.same(there, *content_of(draft), told=told), secret_code(draft.uuid), repeated=True)
