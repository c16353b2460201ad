"""Where a row of the roster and the person who is there say different things."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.actions.facts import CHOICES, LABELS
from huijia.core.people.enums import DocumentKind, KeyGroup
from huijia.core.people.models import Person
from huijia.core.people.queries import person_id_number, person_phone
from huijia.core.people.roster.matching import Standing
from huijia.core.people.roster.rows import RosterRow
from huijia.lib import masks

HOME, RELATION = "home", "relation"
HASHED = {"phone": "phone_hash", "id_number": "id_hash"}
OWN_LABELS: Mapping[str, Any] = {HOME: gettext_lazy("住处"), RELATION: gettext_lazy("与户主关系")}


@dataclass(frozen=True)
class Difference:
    """`is_filling`: nothing stands here so far."""

    key: str
    is_filling: bool


def differences(row: RosterRow, standing: Standing) -> list[Difference]:
    """What the row says otherwise; what it leaves empty is no difference. Who died is left as they are."""
    person = standing.person
    if person.died_on is not None:
        return []
    found = [
        Difference(key, not ours) for key in row.facts if not _same(key, ours := _ours(person, key), _theirs(row, key))
    ]
    member = standing.member
    if row.address and row.address != standing.address:
        found.append(Difference(HOME, member is None))
    elif member is not None and row.relation != member.relation and not _unsaid(row):
        found.append(Difference(RELATION, not member.relation))
    return found


def _unsaid(row: RosterRow) -> bool:
    """A household's first one was made its head where nobody else was."""
    return row.is_head and row.head == row.name and not row.address


def _ours(person: Person, key: str) -> Any:
    """In the form in which `_same` compares: hashes for what is sealed."""
    return getattr(person, HASHED.get(key, key))


def _theirs(row: RosterRow, key: str) -> Any:
    return getattr(row, HASHED[key]) if key in HASHED else row.facts[key]


def _same(key: str, ours: Any, theirs: Any) -> bool:
    if key == "key_groups":
        return set(ours) == set(theirs)
    return bool(ours == theirs)


def shown(row: RosterRow, standing: Standing, found: list[Difference]) -> list[tuple[str, str, str]]:
    """(label, ours, theirs) in words; phones and documents masked."""
    return [
        (str(LABELS.get(each.key) or OWN_LABELS[each.key]), *_pair(each.key, row, standing)) for each in found
    ]


def _pair(key: str, row: RosterRow, standing: Standing) -> tuple[str, str]:
    person = standing.person
    if key == HOME:
        return standing.address, row.address
    if key == RELATION:
        return standing.member.relation if standing.member else "", row.relation
    if key == "phone":
        return masks.mask_phone(person_phone(person)), masks.mask_phone(row.facts[key])
    if key == "id_number":
        return masks.mask_id_number(person_id_number(person)), masks.mask_id_number(row.facts[key])
    return said(key, getattr(person, key)), said(key, row.facts[key])


def said(key: str, value: Any) -> str:
    """A value of a person as pages and tables say it; "" for none."""
    if not value:
        return ""
    if key in CHOICES:
        return str(CHOICES[key](value).label)
    if key == "id_kind":
        return str(DocumentKind(value).label)
    if key == "key_groups":
        return "、".join(str(KeyGroup(code).label) for code in value if code in KeyGroup.values)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def title(standing: Standing) -> str:
    """Whom it is about."""
    if standing.address:
        return _("%(name)s（%(address)s）") % {"name": standing.person.name, "address": standing.address}
    return standing.person.name
