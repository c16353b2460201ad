"""登录码: given by telephone after it was made sure who calls, printed on a slip, or carried to every household."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.core.people.models import Person
from huijia.core.people.queries import phone_hash
from huijia.core.residents import agreed, log
from huijia.core.residents.actions.codes import mobile
from huijia.core.residents.enums import Checked
from huijia.core.residents.models import Admission
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock, crypto

CODE_LENGTH = 9
"""Nine signs of 32, some 45 bits, said in three groups of three."""
_CODE_BITS, _TOKEN_BITS = 45, 130
_CODE, _LINK = "admission-code", "admission-link"
MOST_SLIPS = 60


@dataclass(frozen=True)
class Issued:
    """What is told once: the code in its three groups, and the token of the link."""

    admission: Admission
    code: str
    token: str

    @property
    def groups(self) -> list[str]:
        return [self.code[place : place + 3] for place in range(0, CODE_LENGTH, 3)]


def admit(
    *, by: Access, checked: Checked, person: Person | None = None, phone: str = "", at: datetime | None = None
) -> Issued:
    """A login code for a person on the roster, or for a phone. Codes given to the same one before are void.

    Raises:
        Refusal: no right to, neither person nor phone, or the person is not to be admitted (died, merged).
    """
    by.require("residents.admit")
    at = at or clock.now()
    number = ""
    if person is None:
        number = mobile(phone)
    else:
        _admissible(person, by)
    with transaction.atomic():
        _void_earlier(by, person, number, at)
        issued = _made(by, at, checked, person, number)
        issued.admission.save(force_insert=True)
        _record(log.ADMITTED, issued.admission, by, at, checked=str(checked))
    return issued


def _admissible(person: Person, by: Access) -> None:
    if person.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    if person.died_on is not None or person.merged_into_id is not None:
        raise Refusal(_("名册上的这一位不能开通登录。"), code="gone")


def _void_earlier(by: Access, person: Person | None, number: str, at: datetime) -> None:
    rows = Admission.objects.of(by.community).filter(used_at=None, revoked_at=None)
    same = rows.filter(person=person) if person is not None else rows.filter(phone_hash=phone_hash(number))
    same.update(revoked_at=at)


def _made(
    by: Access, at: datetime, checked: Checked, person: Person | None, number: str, batch: uuids.UUID | None = None
) -> Issued:
    code, token = crypto.new_token(_CODE_BITS), crypto.new_token(_TOKEN_BITS)
    days = int(options.get(by.community, agreed.ADMIT_DAYS))
    row = Admission(
        community=by.community, person=person, phone_sealed=crypto.seal(number) if number else "",
        phone_hash=phone_hash(number) if number else "", phone_tail=number[-4:],
        code_hash=crypto.keyed_hash(code, _CODE), token_hash=crypto.keyed_hash(token, _LINK), checked=checked,
        batch=batch, created_at=at, expires_at=at + timedelta(days=days), by_user_id=by.user_id, by_label=by.label,
    )
    return Issued(row, code, token)


def admit_households(people: Iterable[Person], *, by: Access, at: datetime | None = None) -> list[Issued]:
    """One slip for each of these (heads of households) for the grid worker to carry; one entry in the ledger.

    Raises:
        Refusal: no right to, nobody, or more than `MOST_SLIPS` at once.
    """
    by.require("residents.admit")
    at = at or clock.now()
    rows = list(people)
    if not rows or len(rows) > MOST_SLIPS:
        raise Refusal(_("一次 1 到 %(most)s 户。") % {"most": MOST_SLIPS}, code="many")
    for person in rows:
        _admissible(person, by)
    batch = uuids.uuid4()
    with transaction.atomic():
        earlier = Admission.objects.of(by.community).filter(person__in=rows, used_at=None, revoked_at=None)
        earlier.update(revoked_at=at)
        issued = [_made(by, at, Checked.DOOR, person, "", batch) for person in rows]
        Admission.objects.of(by.community).bulk_create([each.admission for each in issued])
        ledger.record(
            log.BATCH, subject=("community", by.community.pk), by=by.actor(), community_id=by.community.pk, at=at,
            data={"count": len(issued), "batch": batch.hex},
        )
    return issued


def revoke(admission: Admission, *, by: Access, at: datetime | None = None) -> None:
    """The code and the link are void; twice, or when it was used, changes nothing."""
    by.require("residents.admit")
    at = at or clock.now()
    with transaction.atomic():
        rows = Admission.objects.of(by.community).filter(pk=admission.pk, used_at=None, revoked_at=None)
        if rows.update(revoked_at=at):
            _record(log.REVOKED, admission, by, at)


def by_code(typed: str) -> Admission | None:
    """The admission with this code, whatever has become of it; None where there is none."""
    code = crypto.normal_code(typed)
    if len(code) != CODE_LENGTH:
        return None
    return _one(code_hash__in=crypto.keyed_hashes(code, _CODE))


def by_token(token: str) -> Admission | None:
    """The same by the token of its link."""
    plain = crypto.normal_code(token)
    return _one(token_hash__in=crypto.keyed_hashes(plain, _LINK)) if len(plain) > CODE_LENGTH else None


def _one(**wanted: object) -> Admission | None:
    rows = Admission.objects.everywhere().filter(**wanted)
    return rows.select_related("community__street__district", "person").first()


def is_open(admission: Admission, at: datetime) -> bool:
    person = admission.person
    gone = person is not None and (person.died_on is not None or person.merged_into_id is not None)
    return admission.used_at is None and admission.revoked_at is None and admission.expires_at > at and not gone


def take(admission: Admission, *, at: datetime | None = None) -> None:
    """In the transaction that opens the login: the admission is used, by whoever comes first.

    Raises:
        Refusal: used, void, or too old.
    """
    at = at or clock.now()
    rows = Admission.objects.of(admission.community_id).filter(pk=admission.pk, used_at=None, revoked_at=None)
    if not is_open(admission, at) or not rows.filter(expires_at__gt=at).update(used_at=at):
        raise Refusal(_("这个登录码用过了或者过期了，请打热线再要一个。"), field="code", code="over")


def _record(kind: str, row: Admission, by: Access, at: datetime, **data: str) -> None:
    who = row.person.name if row.person is not None else f"****{row.phone_tail}"
    subject = ("person", row.person_id) if row.person_id else ("admission", row.pk)
    ledger.record(
        kind, subject=subject, by=by.actor(), community_id=by.community.pk, at=at, data={**data, "admission": row.pk},
        personal={"name": who},
    )
