"""Every write of the party roster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lead.organisation import facts as columns
from huijia.lead.organisation.facts import Place, checked_place, place_of, resident_like, standing_for
from huijia.lead.organisation.models import PartyMember, Standing
from huijia.lib import clock

SUBJECT = "party_member"
REASON_LIMIT = 120


@dataclass(frozen=True)
class MemberRow:
    """One member to be recorded: columns as `facts.fill` takes them, and where they belong."""

    facts: Mapping[str, Any]
    place: Place


def add_member(
    facts: Mapping[str, Any], *, place: Place, on: date, by: Access, uuid: UUID | None = None,
    at: datetime | None = None,
) -> PartyMember:
    """One more member, belonging to `place` from that day. The same `uuid` again gives the same member.

    Raises:
        Refusal: no right to, a field that cannot be used, or a member of this name and phone is there.
    """
    by.require("party.edit")
    member = PartyMember(community=by.community, client_uuid=uuid)
    columns.fill(member, facts)
    place = checked_place(place)
    _not_later(on, at)
    with transaction.atomic():
        again = PartyMember.objects.of(by.community).filter(client_uuid=uuid).first() if uuid is not None else None
        if again is not None:
            if (again.name, again.phone_hash) != (member.name, member.phone_hash):
                raise Refusal(_("这一页已经登记过另一个人，请重新打开再填"), code="conflict")
            return again
        same = PartyMember.objects.of(by.community).filter(name=member.name, phone_hash=member.phone_hash)
        if member.phone_hash and same.exists():
            raise Refusal(_("名册上已有同名、同电话的党员"), field="name", code="known")
        member.person = resident_like(by.community, member)
        member.save(force_insert=True)
        standing_for(place, member, on).save(force_insert=True)
        _record("party.added", member, by, at)
    return member


def record_members(rows: Sequence[MemberRow], *, by: Access, at: datetime | None = None) -> list[PartyMember]:
    """Bulk verb beside `add_member`: members who are not there yet, in one transaction and one ledger entry."""
    by.require("party.edit")
    today = clock.local(at or clock.now()).date()
    made = []
    with transaction.atomic():
        for row in rows:
            member = PartyMember(community=by.community)
            columns.fill(member, row.facts)
            member.person = resident_like(by.community, member)
            made.append(member)
        PartyMember.objects.bulk_create(made, batch_size=500)
        Standing.objects.bulk_create(
            [standing_for(checked_place(row.place), member, today) for row, member in zip(rows, made, strict=True)]
        )
        ledger.record(
            "party.imported", subject=("community", by.community.pk), by=by.actor(), community_id=by.community.pk,
            at=at, data={"count": len(made)},
        )
    return made


def correct_member(
    member: PartyMember, facts: Mapping[str, Any], *, by: Access, at: datetime | None = None
) -> list[str]:
    """Puts right what is given; returns the names of the fields that changed. The ledger says which, not what."""
    by.require("party.edit")
    with transaction.atomic():
        now = _locked(member, by)
        changed = columns.fill(now, facts)
        person = resident_like(by.community, now)
        if now.person_id is None or {"name", "phone", "born_on"} & {*changed}:
            now.person = person or now.person
        if not changed and now.person_id == member.person_id:
            return []
        now.save()
        if changed:
            _record("party.corrected", now, by, at, fields=",".join(changed))
    return changed


def move_member(
    member: PartyMember, *, place: Place, on: date, by: Access, at: datetime | None = None
) -> list[str]:
    """Belongs elsewhere, or does other work, from that day; what was before stays. The same place changes nothing.

    Raises:
        Refusal: no right to, left, a day before the present standing began, or a place that cannot be.
    """
    by.require("party.edit")
    place = checked_place(place)
    _not_later(on, at)
    with transaction.atomic():
        now = _locked(member, by)
        if now.left_on is not None:
            raise Refusal(_("此人已离开党员名册"), code="left")
        open_row = open_standing(now)
        before = place_of(open_row)
        changed = [each.name for each in fields(Place) if getattr(before, each.name) != getattr(place, each.name)]
        if open_row is not None and not changed:
            return []
        if open_row is not None and on < open_row.starts_on:
            raise Refusal(_("早于上一次变动的日期，请核对"), field="on", code="early")
        fresh = standing_for(place, now, on)
        if open_row is not None and open_row.starts_on == on:
            fresh.pk = open_row.pk
            fresh.save(force_update=True)
        else:
            rows = Standing.objects.of(by.community).filter(member=now, ends_on=None)
            rows.update(ends_on=on)
            fresh.save(force_insert=True)
        _record("party.moved", now, by, at, on=on.isoformat(), fields=",".join(changed))
    return changed


def leave(member: PartyMember, *, on: date, reason: str, by: Access, at: datetime | None = None) -> None:
    """Belongs to the community's organisation no longer from that day. Doing it twice changes nothing."""
    by.require("party.edit")
    why = columns.short(reason, "reason", REASON_LIMIT)
    if not why:
        raise Refusal(_("请写明原因"), field="reason")
    _not_later(on, at)
    with transaction.atomic():
        now = _locked(member, by)
        if now.left_on is not None:
            return
        open_row = open_standing(now)
        if open_row is not None:
            if on < open_row.starts_on:
                raise Refusal(_("早于上一次变动的日期，请核对"), field="on", code="early")
            rows = Standing.objects.of(by.community).filter(pk=open_row.pk)
            if on == open_row.starts_on:
                rows.delete()
            else:
                rows.update(ends_on=on)
        PartyMember.objects.of(by.community).filter(pk=now.pk).update(left_on=on, left_reason=why)
        _record("party.left", now, by, at, on=on.isoformat())


def come_back(member: PartyMember, *, on: date, by: Access, at: datetime | None = None) -> None:
    """Back from that day, or was never away; belongs where they last did. Doing it twice changes nothing."""
    by.require("party.edit")
    _not_later(on, at)
    with transaction.atomic():
        now = _locked(member, by)
        if now.left_on is None:
            return
        if on < now.left_on:
            raise Refusal(_("早于离开的日期，请核对"), field="on", code="early")
        last = now.standings.select_related("branch", "group").order_by("-starts_on").first()
        PartyMember.objects.of(by.community).filter(pk=now.pk).update(left_on=None, left_reason="")
        if last is not None and last.ends_on == on:
            Standing.objects.of(by.community).filter(pk=last.pk).update(ends_on=None)
        else:
            standing_for(place_of(last), now, on).save(force_insert=True)
        _record("party.returned", now, by, at, on=on.isoformat())


def reveal_phone(member: PartyMember, *, reason: str, by: Access) -> str:
    """The number in the clear, one ledger entry."""
    by.require("party.view")
    why = columns.short(reason, "reason", REASON_LIMIT)
    if not why:
        raise Refusal(_("请写明为什么要看"), field="reason")
    with transaction.atomic():
        _record("party.phone_revealed", member, by, None, reason=why)
    return columns.phone_of(member)


def record_party_export(*, rows: int, reason: str, unmasked: bool, by: Access) -> None:
    """One entry for a party roster that left the house."""
    written = allow_export(reason=reason, unmasked=unmasked, by=by)
    with transaction.atomic():
        ledger.record(
            "party.exported_whole" if unmasked else "party.exported", subject=("community", by.community.pk),
            by=by.actor(), community_id=by.community.pk, data={"rows": rows, "reason": written},
        )


def allow_export(*, reason: str, unmasked: bool, by: Access) -> str:
    by.require("party.view")
    if unmasked and not (by.may("party.edit") and by.may("people.export")):
        raise Refusal(_("您没有导出原文的权限，请导出打星号的"), field="unmasked", code="forbidden")
    written = columns.short(reason, "reason", REASON_LIMIT)
    if not written:
        raise Refusal(_("请写明导出做什么用"), field="reason")
    return written


def open_standing(member: PartyMember) -> Standing | None:
    rows = Standing.objects.of(member.community_id).filter(member=member, ends_on=None)
    return rows.select_related("branch", "group").first()


def _locked(member: PartyMember, by: Access) -> PartyMember:
    now = PartyMember.objects.of(by.community).select_for_update(of=("self",)).filter(pk=member.pk).first()
    if now is None:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    return now


def _not_later(on: date, at: datetime | None) -> None:
    if on > clock.local(at or clock.now()).date():
        raise Refusal(_("日期在将来"), field="on")


def _record(kind: str, member: PartyMember, by: Access, at: datetime | None, **data: Any) -> None:
    """Without the name: the log is read by others than the roster."""
    ledger.record(
        kind, subject=(SUBJECT, member.pk), by=by.actor(), community_id=by.community.pk, at=at, data=data or None
    )
