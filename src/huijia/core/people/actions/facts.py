"""What the office knows of a person, written into the columns: one place for forms, verbs and imports."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from huijia.core.people.actions.texts import set_phone, short_text
from huijia.core.people.enums import DocumentKind, KeyGroup, Politics, RegisterStatus, Sex
from huijia.core.people.models import Person
from huijia.core.people.queries import id_hash, person_id_number
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, crypto, numbers

LIMITS = {"name": 40, "ethnicity": 20, "education": 20, "registered_address": 160, "employment": 60, "note": 200}
CHOICES: dict[str, type[TextChoices]] = {"sex": Sex, "politics": Politics, "register_status": RegisterStatus}
# In the order in which a form and a ledger sentence name them.
LABELS = {
    "name": _("姓名"), "sex": _("性别"), "born_on": _("出生日期"), "phone": _("电话"), "id_kind": _("证件类型"),
    "id_number": _("证件号码"), "ethnicity": _("民族"), "education": _("文化程度"), "politics": _("政治面貌"),
    "registered_address": _("户籍地址"), "register_status": _("人户状态"), "employment": _("就业"),
    "key_groups": _("重点类别"), "note": _("备注"),
}
EARLIEST_BIRTH = date(1850, 1, 1)
_DOCUMENT = re.compile(r"[0-9A-Z]{4,30}")


def fill(person: Person, facts: Mapping[str, Any]) -> list[str]:
    """Writes the given facts (keys of `LABELS`) into the columns of a person, saved or not; nothing is saved here.

    Texts as typed: cleaned, phones and documents normalised, sealed and hashed. "" clears. An identity number gives
    birth date and sex where they are not known. Returns which of `LABELS` are different now, in that order.

    Raises:
        Refusal: with the field that cannot be used.
    """
    unknown = set(facts) - set(LABELS)
    assert not unknown, f"no such facts: {unknown}"
    before = _state(person)
    for name in LABELS:
        if name in facts and name not in ("id_kind", "id_number"):
            _WRITERS.get(name, _write_text)(person, name, facts[name])
    if "id_kind" in facts or "id_number" in facts:
        _write_document(person, facts)
    if not person.name:
        raise Refusal(_("请填写姓名"), field="name")
    after = _state(person)
    return [name for name in LABELS if before[name] != after[name]]


def _state(person: Person) -> dict[str, Any]:
    hashes = {"phone": person.phone_hash, "id_number": person.id_hash, "key_groups": list(person.key_groups)}
    return {name: hashes[name] if name in hashes else getattr(person, name) for name in LABELS}


def _write_text(person: Person, name: str, value: Any) -> None:
    setattr(person, name, short_text(str(value or ""), name, LIMITS[name]))


def _write_choice(person: Person, name: str, value: Any) -> None:
    chosen = str(value or "")
    if chosen and chosen not in CHOICES[name].values:
        raise Refusal(_("没有这个选项"), field=name)
    setattr(person, name, chosen)


def _write_birth(person: Person, name: str, value: date | None) -> None:
    if value is not None and not EARLIEST_BIRTH <= value <= clock.today():
        raise Refusal(_("出生日期不对，请核对"), field=name)
    if value is not None and person.died_on is not None and value > person.died_on:
        raise Refusal(_("出生日期晚于去世日期"), field=name)
    person.born_on = value


def _write_phone(person: Person, name: str, value: Any) -> None:
    written = str(value or "").strip()
    if not written:
        person.phone_sealed = person.phone_hash = person.phone_tail = ""
        return
    before = person.phone_hash, person.phone_sealed
    try:
        set_phone(person, written)
    except ValueError as error:
        raise Refusal(str(error), field=name) from error
    if before[0] == person.phone_hash:
        person.phone_sealed = before[1]


def _write_groups(person: Person, name: str, value: Any) -> None:
    chosen = set(value or ())
    if chosen - set(KeyGroup.values):
        raise Refusal(_("没有这个选项"), field=name)
    person.key_groups = [group for group in KeyGroup.values if group in chosen]


_WRITERS: dict[str, Callable[[Person, str, Any], None]] = {
    **dict.fromkeys(CHOICES, _write_choice), "born_on": _write_birth, "phone": _write_phone,
    "key_groups": _write_groups,
}


def _write_document(person: Person, facts: Mapping[str, Any]) -> None:
    """An empty number keeps the one that is known, unless the kind says that there is none (or nothing at all)."""
    number = str(facts.get("id_number") or "").strip()
    kind = str(facts["id_kind"] or "") if "id_kind" in facts else (person.id_kind or DocumentKind.RESIDENT_ID)
    if kind and kind not in DocumentKind.values:
        raise Refusal(_("没有这个选项"), field="id_kind")
    if not kind and number:
        kind = DocumentKind.RESIDENT_ID
    if kind in ("", DocumentKind.NONE):
        if number:
            raise Refusal(_("选了“无证件”就不要填号码"), field="id_number")
        person.id_kind, person.id_sealed, person.id_hash = kind, "", ""
        return
    if not number and person.id_sealed and kind != person.id_kind:
        raise Refusal(_("换了证件类型，请重新填写证件号码"), field="id_number")
    if number:
        _keep_number(person, kind, number)
    person.id_kind = kind


def _keep_number(person: Person, kind: str, number: str) -> None:
    written = checked_number(kind, number)
    if person.id_hash != id_hash(written):
        person.id_sealed, person.id_hash = crypto.seal(written), id_hash(written)
    if kind == DocumentKind.RESIDENT_ID:
        born_on, sex = told_by(written)
        person.born_on = person.born_on or born_on
        person.sex = person.sex or sex


def checked_number(kind: str, number: str) -> str:
    """A document's number in its written form.

    Raises:
        Refusal: a resident's number fails GB 11643 (length, date, check digit; never the area code), or no number.
    """
    if kind == DocumentKind.RESIDENT_ID:
        try:
            return numbers.check_id_number(number)
        except ValueError as error:
            raise Refusal(str(error), field="id_number") from error
    plain = re.sub(r"[\s\-()/]", "", unicodedata.normalize("NFKC", number)).upper()
    if not _DOCUMENT.fullmatch(plain):
        raise Refusal(_("证件号码应为 4 至 30 位字母和数字"), field="id_number")
    return plain


def told_by(number: str) -> tuple[date, Sex]:
    """Birth date and sex in an identity number (GB 11643: the 17th digit is odd for men)."""
    return numbers.birth_date_of(number), Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def contradictions(person: Person) -> list[Refusal]:
    """Where the birth date or the sex is not the one in the identity number: to be asked about, not refused for good.

    Old registers do hold such people: a lunar birthday, a clerk's error that was never put right.
    """
    if person.id_kind != DocumentKind.RESIDENT_ID or not person.id_sealed:
        return []
    born_on, sex = told_by(person_id_number(person))
    found = []
    if person.born_on is not None and person.born_on != born_on:
        says = _("与身份证号里的 %(year)s年%(month)s月%(day)s日 不一致")
        values = {"year": born_on.year, "month": born_on.month, "day": born_on.day}
        found.append(Refusal(str(says) % values, field="born_on", code="contradiction"))
    if person.sex and person.sex != sex:
        says = _("与身份证号里的“%(sex)s”不一致")
        found.append(Refusal(str(says) % {"sex": sex.label}, field="sex", code="contradiction"))
    return found
