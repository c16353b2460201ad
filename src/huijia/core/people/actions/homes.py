"""Where a household lives from which day: several homes at a time, one of them the main one."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.actions.journal import Journal, day_of
from huijia.core.people.actions.members import end_all, headed_since, locked, open_members, unbroken_since
from huijia.core.people.enums import ChangeKind, RegisterStatus
from huijia.core.people.models import Care, Household, Residence
from huijia.core.people.queries import overlaps
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal


def move_household(
    household: Household, *, to: Dwelling, on: date, by: Access, at: datetime | None = None
) -> None:
    """The household's main home is `to` from that day; the one before ends. There already changes nothing.

    Raises:
        Refusal: no right to, another community, nobody in the household, or days that do not fit.
    """
    by.require("people.edit")
    day_of(on, at=at)
    with transaction.atomic():
        (now,), journal = locked(household, by=by), Journal(by)
        _peopled(now)
        main = _main(now)
        if main is not None and main.dwelling_id == to.pk:
            return
        if main is not None:
            if on < main.starts_on:
                raise Refusal(_("早于住进现在这处的日期，请核对"), field="on", code="early")
            journal.end(main, on)
        second = _open_at(now, to)
        if second is not None:
            journal.end(second, on)
        live_at(journal, now, to, on)
        journal.keep(ChangeKind.MOVED, household=now, on=on, at=at, personal={"address": to.address})


def add_home(
    household: Household, *, dwelling: Dwelling, on: date, by: Access, at: datetime | None = None
) -> None:
    """One more home from that day; the main one where the household has none. Twice changes nothing."""
    by.require("people.edit")
    day_of(on, at=at)
    with transaction.atomic():
        (now,), journal = locked(household, by=by), Journal(by)
        _peopled(now)
        if _open_at(now, dwelling) is not None:
            return
        live_at(journal, now, dwelling, on, is_main=_main(now) is None)
        journal.keep(ChangeKind.HOME_ADDED, household=now, on=on, at=at, personal={"address": dwelling.address})


def end_home(residence: Residence, *, on: date, by: Access, at: datetime | None = None) -> None:
    """One of several homes is no longer theirs. Ended already changes nothing.

    Raises:
        Refusal: it is the main one (`main`): move, make another the main one first, or leave the community.
    """
    by.require("people.edit")
    day_of(on, at=at)
    with transaction.atomic():
        (now,), journal = locked(residence.household, by=by), Journal(by)
        row = _again(residence, now)
        if row is None or row.ends_on is not None:
            return
        if row.is_main:
            raise Refusal(_("这是主要住处。请登记搬家，或先把另一处改为主要住处"), field="residence", code="main")
        if on < row.starts_on:
            raise Refusal(_("早于住进去的日期，请核对"), field="on", code="early")
        journal.end(row, on)
        journal.keep(ChangeKind.HOME_ENDED, household=now, on=on, at=at, personal={"address": row.dwelling.address})


def make_main(residence: Residence, *, on: date, by: Access, at: datetime | None = None) -> None:
    """This home is the main one from that day, the one that was stays as another. Twice changes nothing."""
    by.require("people.edit")
    day_of(on, at=at)
    with transaction.atomic():
        (now,), journal = locked(residence.household, by=by), Journal(by)
        row, main = _again(residence, now), _main(now)
        if row is None or row.ends_on is not None:
            raise Refusal(_("这一处已经不住了"), field="residence", code="ended")
        if row.is_main:
            return
        if on < row.starts_on or (main is not None and on < main.starts_on):
            raise Refusal(_("早于住进去的日期，请核对"), field="on", code="early")
        if main is not None:
            _turn(journal, main, on, is_main=False)
        _turn(journal, row, on, is_main=True)
        journal.keep(ChangeKind.MAIN_HOME, household=now, on=on, at=at, personal={"address": row.dwelling.address})


def move_away(
    household: Household, *, on: date, by: Access, outflow: bool = False, at: datetime | None = None
) -> None:
    """The household has no home in the community from that day, and nobody looks after it; its people stay together.

    `outflow`: their 人户状态 becomes 流出. Away already changes nothing.
    """
    by.require("people.edit")
    day_of(on, at=at)
    with transaction.atomic():
        (now,), journal = locked(household, by=by), Journal(by)
        homes = list(Residence.objects.of(by.community).filter(household=now, ends_on=None))
        if not homes:
            return
        if any(on < home.starts_on for home in homes):
            raise Refusal(_("早于住进去的日期，请核对"), field="on", code="early")
        end_all(journal, Residence, now, on)
        end_all(journal, Care, now, on)
        for member in open_members(now) if outflow else ():
            if member.person.register_status != RegisterStatus.OUTFLOW:
                journal.change(member.person, register_status=RegisterStatus.OUTFLOW.value)
        journal.keep(ChangeKind.AWAY, household=now, on=on, at=at)


def live_at(
    journal: Journal, household: Household, dwelling: Dwelling, on: date, *, is_main: bool = True
) -> Residence:
    """A new residence that shares no day with another of this household in the dwelling, nor a main one with a main."""
    if dwelling.community_id != household.community_id:
        raise Refusal(_("这不是您所在的社区。"), field="dwelling", code="other_community")
    if on < headed_since(household) or (not is_main and on < _main_since(household)):
        raise Refusal(_("那一天这一户还没有户主或主要住处，请填更晚的日期"), field="on", code="early")
    rows = Residence.objects.of(household.community_id).filter(household=household)
    there, mains = rows.filter(dwelling=dwelling), rows.filter(is_main=True)
    if overlaps(there, on, None) or (is_main and overlaps(mains, on, None)):
        raise Refusal(_("这一天之后还登记过住处，请填更晚的日期"), field="on", code="overlap")
    return journal.create(Residence, household=household, dwelling=dwelling, is_main=is_main, starts_on=on)


def _main_since(household: Household) -> date:
    rows = Residence.objects.of(household.community_id).filter(household=household, is_main=True)
    return unbroken_since(rows)


def _turn(journal: Journal, row: Residence, on: date, *, is_main: bool) -> None:
    if row.starts_on == on:
        journal.change(row, is_main=is_main)
        return
    journal.end(row, on)
    journal.create(
        Residence, household_id=row.household_id, dwelling_id=row.dwelling_id, is_main=is_main, starts_on=on
    )


def _peopled(household: Household) -> None:
    if not open_members(household):
        raise Refusal(_("这一户已经没有成员"), code="empty")


def _main(household: Household) -> Residence | None:
    rows = Residence.objects.of(household.community_id).filter(household=household, is_main=True, ends_on=None)
    return rows.select_related("dwelling").first()


def _open_at(household: Household, dwelling: Dwelling) -> Residence | None:
    rows = Residence.objects.of(household.community_id).filter(household=household, dwelling=dwelling, ends_on=None)
    return rows.first()


def _again(residence: Residence, household: Household) -> Residence | None:
    rows = Residence.objects.of(household.community_id).select_related("dwelling")
    return rows.filter(pk=residence.pk, household=household).first()
