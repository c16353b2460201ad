"""One row of the roster, ready to be recorded; and how it is read from a spreadsheet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huijia.core.people.actions.facts import LIMITS, told_by
from huijia.core.people.actions.members import HEAD, MEMBER
from huijia.core.people.enums import DocumentKind, RegisterStatus
from huijia.core.people.queries import id_hash, phone_hash
from huijia.core.people.roster import fields, values
from huijia.core.people.roster.known import GridRef, Known
from huijia.core.places.addresses import Home, is_village_name, parse_address, parse_door, parse_flat
from huijia.core.places.enums import DwellingKind
from huijia.kernel.imports.importers import Fault, RowRefused
from huijia.lib.spreadsheet import Row
from huijia.lib.text import clean

HEADS = frozenset({"户主", "本人", "本人或户主", "户主本人"})
RELATION_LIMIT, NUMBER_LIMIT, PLACE_LIMIT = 20, 20, 60
AWAY = (RegisterStatus.REGISTERED_ONLY, RegisterStatus.OUTFLOW)
EXAMPLE = "示例"
_TEXTS = ("ethnicity", "education", "registered_address", "employment", "note")


@dataclass
class RosterRow:
    """`facts` as `actions.facts.fill` takes them, empty ones left out; `home` None where none is written.

    `head` is the name of the household's head, `number` the office's own number of the household.
    """

    facts: dict[str, Any]
    home: Home | None = None
    grid: GridRef | None = None
    head: str = ""
    relation: str = ""
    number: str = ""
    updated_on: date | None = None
    id_hash: str = ""
    phone_hash: str = ""
    address: str = field(default="")

    @property
    def name(self) -> str:
        return str(self.facts["name"])

    @property
    def is_head(self) -> bool:
        return self.relation == HEAD


class Reader:
    """Reads one row and gathers everything that is wrong with it."""

    def __init__(self, row: Row, columns: Mapping[str, str], known: Known, sheet: str) -> None:
        self.row, self.columns, self.known, self.sheet = row, columns, known, sheet
        self.faults: list[Fault] = []

    def cell(self, key: str) -> Any:
        return self.row.cells.get(self.columns.get(key, ""))

    def shown(self, key: str) -> str:
        return self.row.text(self.columns.get(key, ""))

    def take(self, key: str, parse: Callable[[Any], Any], empty: Any = "") -> Any:
        try:
            return parse(self.cell(key))
        except ValueError as error:
            self.fault(key, str(error))
            return empty

    def text(self, key: str, limit: int) -> str:
        return str(self.take(key, lambda value: clean(values.plain(value).replace("\n", " "), limit)))

    def fault(self, key: str, message: str) -> None:
        self.faults.append(Fault(key, message, self.shown(key)))


def says_nothing(row: Row, columns: Mapping[str, str]) -> bool:
    """A numbered empty line, the example of the form, a sum, or a line of signatures merged across the sheet."""
    cells = {key: row.text(column) for key, column in columns.items()}
    if cells.get("serial") == EXAMPLE:
        return True
    written = [text for text in cells.values() if text]
    if len(written) > 3 and len({*written}) == 1:
        return True
    return not any(cells.get(key) for key in ("name", "id_number", "phone", "born_on", "relation", "sex"))


def read(row: Row, columns: Mapping[str, str], known: Known, sheet: str = "") -> RosterRow | None:
    """
    Raises:
        RowRefused: with everything that is wrong.
    """
    if says_nothing(row, columns):
        return None
    reader = Reader(row, columns, known, sheet)
    found = RosterRow(_facts(reader))
    found.home, found.grid = _home(reader), _grid(reader)
    found.address = found.home.address if found.home else ""
    _lives_elsewhere(reader, found)
    found.number = reader.text("number", NUMBER_LIMIT)
    found.updated_on = reader.take("updated_on", values.day, None)
    _belongs(reader, found)
    if reader.faults:
        raise RowRefused(*reader.faults)
    if number := found.facts.get("id_number"):
        found.id_hash = id_hash(number)
    if phone := found.facts.get("phone"):
        found.phone_hash = phone_hash(phone)
    return found


def _facts(reader: Reader) -> dict[str, Any]:
    found: dict[str, Any] = {"name": reader.text("name", LIMITS["name"]).replace(" ", "")}
    if not found["name"]:
        reader.fault("name", _("没有姓名"))
    elif "*" in found["name"]:
        reader.fault("name", _("姓名打了星号，看不出是谁；请用没有打星号的表"))
    found["sex"] = reader.take("sex", lambda value: values.word(value, fields.SEXES))
    found["born_on"] = reader.take("born_on", values.day, None)
    found["politics"] = reader.take("politics", lambda value: values.word(value, fields.POLITICS))
    found["register_status"] = reader.take("register_status", lambda value: values.word(value, fields.STATUSES))
    found["key_groups"] = reader.take("key_groups", values.groups, [])
    found["phone"] = reader.take("phone", values.phone)
    kind, number = reader.take("id_number", lambda value: values.document(value, reader.cell("id_kind")), ("", ""))
    found["id_kind"], found["id_number"] = kind, number
    for key in _TEXTS:
        found[key] = reader.text(key, LIMITS[key])
    if found["ethnicity"] and not found["ethnicity"].endswith("族") and len(found["ethnicity"]) <= 3:
        found["ethnicity"] += "族"
    if kind == DocumentKind.RESIDENT_ID and number:
        _agrees(reader, found, number)
    return {key: str(value) if key in ("sex", "politics", "register_status") else value
            for key, value in found.items() if value}


def _agrees(reader: Reader, found: Mapping[str, Any], number: str) -> None:
    """Birth date and sex must be those of the number; a month without a day counts as its first."""
    born_on, sex = told_by(number)
    written = found["born_on"]
    if written is not None and written != born_on and (written.day != 1 or written != born_on.replace(day=1)):
        reader.fault("born_on", _("和身份证号里的出生日期 %(day)s 不同") % {"day": born_on.isoformat()})
    if found["sex"] and found["sex"] != sex:
        reader.fault("sex", _("和身份证号里的性别“%(sex)s”不同") % {"sex": sex.label})
    if isinstance(found, dict):
        found["born_on"] = born_on


def _home(reader: Reader) -> Home | None:
    """By the two columns, else by the address in one cell. None where neither is filled."""
    place = reader.text("place", PLACE_LIMIT).replace(" ", "")
    flat = values.plain(reader.shown("flat"))
    faults = len(reader.faults)
    if not place and flat and (sheet := reader.known.group_name(reader.sheet)):
        place = sheet
    try:
        if place and flat:
            return _of_columns(reader, place, flat)
        whole = values.plain(reader.shown("address")) or (flat if not flat[:1].isdigit() else "")
        if whole and (not flat or not place):
            home = parse_address(whole)
            if home.kind == DwellingKind.VILLAGE:
                return _village(reader, home.place, home.door, "address")
            return home
    except ValueError as error:
        if len(reader.faults) == faults and not _is_away(reader):
            reader.fault("flat" if flat else "address", str(error))
        return None
    if (place or flat) and not _is_away(reader):
        missing = ("flat", _("没有楼栋单元室或门牌号")) if place else ("place", _("没有小区或村组"))
        reader.fault(*missing)
    return None


def _of_columns(reader: Reader, place: str, flat: str) -> Home | None:
    group = reader.known.group_name(place)
    if group or is_village_name(place):
        return _village(reader, group or place, parse_door(flat, group or place), "place")
    building, unit, room = parse_flat(flat.removeprefix(place))
    return Home(DwellingKind.ESTATE, place, building, unit, room)


def _village(reader: Reader, place: str, door: str, key: str) -> Home | None:
    group = reader.known.group_name(place)
    if group is None:
        if not reader.known.makes_missing:
            reader.fault(key, reader.known.say_groups(place))
            return None
        group = reader.known.add_group(place)
    return Home(DwellingKind.VILLAGE, group, door=door)


def _lives_elsewhere(reader: Reader, row: RosterRow) -> None:
    """Where somebody who is only registered here lives now has no column of its own, so the note keeps it."""
    written = values.plain(reader.shown("address"))
    if not written or written == row.address or row.facts.get("register_status") not in AWAY:
        return
    note = "；".join(part for part in (row.facts.get("note", ""), f"现住：{written}") if part)
    if len(note) > LIMITS["note"]:
        reader.fault("address", _("现住址和备注合起来超过 %(limit)s 个字") % {"limit": LIMITS["note"]})
    row.facts["note"] = note


def _is_away(reader: Reader) -> bool:
    try:
        return values.word(reader.cell("register_status"), fields.STATUSES) in AWAY
    except ValueError:
        return False


def _grid(reader: Reader) -> GridRef | None:
    written = values.plain(reader.shown("grid")) or reader.known.grid_like(reader.sheet)
    code = reader.take("grid_code", values.digits)
    if not written and not code:
        return None
    found = reader.known.grid(written, code)
    if found is None:
        reader.fault("grid" if written else "grid_code", reader.known.say_grids(written or code))
    return found


def _belongs(reader: Reader, row: RosterRow) -> None:
    """The household's head and what the person is to them; filled in where only one of the two is written."""
    relation = reader.text("relation", RELATION_LIMIT).replace(" ", "")
    row.head = reader.text("head", LIMITS["name"]).replace(" ", "")
    name = row.facts.get("name", "")
    if relation in HEADS or (not relation and (row.head == name or not row.head)):
        row.relation, row.head = HEAD, name
    else:
        row.relation = relation or MEMBER
        row.head = row.head or reader.known.last_head.get(row.address, "")
    if row.is_head and row.address:
        reader.known.last_head[row.address] = name
