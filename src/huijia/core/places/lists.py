"""Grids and groups by list: added, renamed and taken away by name, beside the map on which grids are drawn."""

import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, Model, ProtectedError
from django.utils.translation import gettext as _

from huijia.core.places.enums import GroupKind
from huijia.core.places.models import Grid, Group
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import Membership
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib.text import clean

MOST_LINES = 200
LONGEST = 60
_CODE = re.compile(r"[\s,，;；:：]*(\d{15,18})[\s,，;；:：]*")
# "1. 第一网格", "1、第一网格", "- 第一网格": what people paste from a list.
_MARK = re.compile(r"^\s*(?:[-•·*]|\d{1,3}\s*[.、)）．])\s*")


@dataclass(frozen=True)
class Added:
    """`known`: names that were there already and stay as they are."""

    made: list[str]
    known: list[str]


def names_in(text: str) -> list[str]:
    """One name per line, list marks and blank lines left out, each once.

    Raises:
        Refusal: nothing there, too many lines, or a name that is too long.
    """
    names = [_name(_MARK.sub("", line)) for line in text.splitlines() if line.strip()]
    names = list(dict.fromkeys(name for name in names if name))
    if not names:
        raise Refusal(_("请写上名称，一行一个"), field="names", code="empty")
    if len(names) > MOST_LINES:
        raise Refusal(_("一次最多 %(most)s 行") % {"most": MOST_LINES}, field="names", code="many")
    return names


def _name(text: str, field: str = "names") -> str:
    try:
        return clean(text, LONGEST)
    except ValueError as error:
        raise Refusal(str(error), field=field, code="long") from None


def add_grids(text: str, *, by: Access) -> Added:
    """A grid for each line: a name, with its own code of 15 to 18 digits behind it or the next free number.

    Raises:
        Refusal: no right to, nothing there, or a code that another grid has.
    """
    by.require("settings.edit")
    rows = [_split(line) for line in names_in(text)]
    with transaction.atomic():
        there = dict(Grid.objects.of(by.community).values_list("name", "code"))
        made = []
        for name, given in rows:
            if name in there:
                continue
            code = given or _free_code(by.community.code12, set(there.values()))
            if code in there.values():
                raise Refusal(_("编码 %(code)s 已有网格用了") % {"code": code}, field="names", code="taken")
            there[name] = code
            made.append(_make_grid(name, code, by))
    return Added(made, [name for name, _code in rows if name not in made])


def _split(line: str) -> tuple[str, str]:
    found = _CODE.search(line)
    name = _CODE.sub(" ", line).strip() if found else line
    if not name:
        raise Refusal(_("这一行只有编码，没有名称：%(line)s") % {"line": line}, field="names", code="empty")
    return name, found[1] if found else ""


def _free_code(code12: str, taken: set[str]) -> str:
    number = next(n for n in range(1, 1000) if f"{code12}{n:03d}" not in taken)
    return f"{code12}{number:03d}"


def _make_grid(name: str, code: str, by: Access) -> str:
    grid = Grid.objects.create(community=by.community, name=name, code=code)
    _record("places.grid_saved", "grid", grid, by, name=name, code=code)
    return name


def add_groups(text: str, *, kind: GroupKind, by: Access) -> Added:
    """A group for each line.

    Raises:
        Refusal: no right to, or nothing there.
    """
    by.require("settings.edit")
    names = names_in(text)
    with transaction.atomic():
        there = set(Group.objects.of(by.community).values_list("name", flat=True))
        made = [name for name in names if name not in there]
        for name in made:
            group = Group.objects.create(community=by.community, name=name, kind=kind)
            _record("places.group_saved", "group", group, by, name=name)
    return Added(made, [name for name in names if name in there])


def rename_grid(grid: Grid, *, name: str, by: Access, code: str = "") -> None:
    """A new name, and a new code where one is given; the outline stays.

    Raises:
        Refusal: no right to, no name, or a code that does not fit or is taken.
    """
    by.require("settings.edit")
    name, code = _needed(name), code.strip() or grid.code
    if not (15 <= len(code) <= 18 and code.isascii() and code.isdecimal()):
        raise Refusal(_("网格编码应为 15 至 18 位数字"), field="code", code="bad_code")
    with transaction.atomic():
        rows = Grid.objects.of(by.community)
        if rows.filter(code=code).exclude(pk=grid.pk).exists():
            raise Refusal(_("编码 %(code)s 已有网格用了") % {"code": code}, field="code", code="taken")
        if rows.filter(pk=grid.pk).exclude(name=name, code=code).update(
            name=name, code=code, version=F("version") + 1
        ):
            _record("places.grid_saved", "grid", grid, by, name=name, code=code)
    grid.name, grid.code = name, code


def rename_group(group: Group, *, name: str, by: Access) -> None:
    """
    Raises:
        Refusal: no right to, no name, or another group has it.
    """
    by.require("settings.edit")
    name = _needed(name)
    try:
        with transaction.atomic():
            if Group.objects.of(by.community).filter(pk=group.pk).exclude(name=name).update(name=name):
                _record("places.group_saved", "group", group, by, name=name)
    except IntegrityError:
        raise Refusal(_("已有叫这个名字的组"), field="name", code="taken") from None
    group.name = name


def _needed(name: str) -> str:
    name = _name(name, "name")
    if not name:
        raise Refusal(_("请填写名称"), field="name", code="empty")
    return name


def remove_grid(grid: Grid, *, by: Access) -> None:
    """Takes away a grid to which nothing belongs yet. Doing it twice changes nothing.

    Raises:
        Refusal: no right to, or homes, posts, plates, matters or logins still belong to it.
    """
    by.require("settings.edit")
    limited = Membership.objects.filter(community=by.community).values_list("grids", flat=True)
    if any(grid.pk in grids for grids in limited):
        raise Refusal(_("还有账号只管“%(name)s”，先改那些账号") % {"name": grid.name}, code="used")
    _remove(grid, "places.grid_removed", "grid", by)


def remove_group(group: Group, *, by: Access) -> None:
    """Takes away a group to which nothing belongs yet. Doing it twice changes nothing.

    Raises:
        Refusal: no right to, or homes, posts, plates or matters still belong to it.
    """
    by.require("settings.edit")
    _remove(group, "places.group_removed", "group", by)


def _remove(row: Grid | Group, kind: str, subject: str, by: Access) -> None:
    rows = type(row).objects.of(by.community).filter(pk=row.pk)
    try:
        with transaction.atomic():
            if rows.delete()[0]:
                _record(kind, subject, row, by, name=row.name)
    except (ProtectedError, IntegrityError):
        told = _("“%(name)s”还有房屋、职务、服务牌或事项，不能去掉；名字不对可以改名") % {"name": row.name}
        raise Refusal(told, code="used") from None


def _record(kind: str, subject: str, row: Model, by: Access, **data: str) -> None:
    ledger.record(kind, subject=(subject, int(row.pk)), by=by.actor(), community_id=by.community.pk, data=data)
