"""The party roster as the import machine sees it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.enums import Sex
from huijia.core.people.queries import phone_hash
from huijia.core.people.roster import values
from huijia.core.people.roster.fields import SEXES
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.imports.enums import Choice
from huijia.kernel.imports.importers import (
    Change,
    Differs,
    Fault,
    Field,
    Importer,
    Link,
    Read,
    RowRefused,
    Saved,
    Sorted,
)
from huijia.kernel.imports.models import ImportJob
from huijia.lead.organisation import actions
from huijia.lead.organisation.enums import MemberKind
from huijia.lead.organisation.facts import LABELS, LIMITS, PLACE_KEYS, Place, phone_of, place_of
from huijia.lead.organisation.models import PartyMember, Standing
from huijia.lib import clock, masks
from huijia.lib.spreadsheet import Row
from huijia.lib.text import clean

EXAMPLE = "示例"
KINDS = {
    "在职": MemberKind.EMPLOYED, "在职党员": MemberKind.EMPLOYED, "在籍": MemberKind.REGISTERED,
    "在册": MemberKind.REGISTERED, "在籍党员": MemberKind.REGISTERED, "在地": MemberKind.LOCAL,
    "在地党员": MemberKind.LOCAL, "流动": MemberKind.MOBILE, "流动党员": MemberKind.MOBILE,
}
YES = {"是": True, "中心户": True, "有": True, "√": True, "1": True}
FIELDS: tuple[Field, ...] = (
    Field("serial", gettext_lazy("序号"), ("序号", "编号"), example=EXAMPLE, width=6),
    Field("name", gettext_lazy("姓名"), ("姓名", "党员姓名"), required=True, example="张示例"),
    Field("sex", gettext_lazy("性别"), ("性别",), example="男", choices=("男", "女"), width=6),
    Field("ethnicity", gettext_lazy("民族"), ("民族",), example="汉族", width=8),
    Field("born_on", gettext_lazy("出生日期"), ("出生", "出生日期", "出生年月", "出生年月日"), example="1958-03-04"),
    Field("education", gettext_lazy("学历"), ("学历", "文化程度"), example="大专"),
    Field(
        "joined_on", gettext_lazy("入党日期"), ("入党日期", "入党时间", "入党/转正日期", "入党年月"),
        example="1985-07-01",
    ),
    Field("confirmed_on", gettext_lazy("转正日期"), ("转正日期", "转正时间"), example="1986-07-01"),
    Field(
        "where", gettext_lazy("所在支部/党小组"), ("所在支部/党小组", "所在支部", "所在党支部", "党支部", "支部"),
        example="第一党支部/第一网格党小组", width=26,
    ),
    Field("group", gettext_lazy("党小组"), ("党小组", "所在党小组", "网格党小组"), in_template=False),
    Field("title", gettext_lazy("职务"), ("职务", "党内职务")),
    Field("kind", gettext_lazy("类别"), ("类别", "党员类别"), example="在籍", choices=("在职", "在籍", "在地", "流动")),
    Field("phone", gettext_lazy("联系电话"), ("联系电话", "联系方式", "手机", "手机号码", "电话"), width=14),
    Field("partner_unit", gettext_lazy("双报到单位"), ("双报到单位", "工作单位", "报到单位"), width=24),
    Field("is_member_household", gettext_lazy("中心户"), ("中心户", "党员中心户", "是否中心户"), choices=("是", "否")),
)
_TWO_DAYS = re.compile(r"[0-9]{4}\s*[年.\-/][0-9]{1,2}(?:\s*[月.\-/][0-9]{1,2}日?|月)?|[0-9]{8}")


@dataclass(frozen=True)
class MemberGood(actions.MemberRow):
    """A row that can go in."""

    phone_hash: str = ""


@dataclass(frozen=True)
class There:
    """A member with where they belong today."""

    member: PartyMember
    place: Place


@dataclass
class Plan:
    community: Community
    columns: Mapping[str, str]
    seen: dict[tuple[object, ...], str] = field(default_factory=dict)


class PartyImporter(Importer):
    code = "party"
    label = gettext_lazy("党员名册")
    purpose = gettext_lazy("一人一行；和居民名册上同名同电话的人对上。只有管理党员名册的人看得到。")
    permission = "party.edit"
    fields = FIELDS
    module = "organisation"
    all_sheets = True
    has_differences = True
    is_personal = True

    def plan(self, job: ImportJob) -> Plan:
        return Plan(job.community, job.mapping["columns"])

    def read(self, row: Row, plan: Plan, sheet: str = "") -> MemberGood | None:
        return _Reader(row, plan.columns).read()

    def sort(self, rows: Sequence[Read], plan: Plan) -> Sorted:
        found = Sorted()
        there = _there(plan.community, [row.good for row in rows])
        for each in rows:
            row: MemberGood = each.good
            fault = _double(each, plan)
            match = None if fault else _match(row, there)
            if fault is not None:
                found.wrong.append((each, fault))
            elif match is None:
                found.fresh.append(row)
            elif other := _differences(row, match):
                shown = [(str(LABELS[key]), _said(key, ours), _said(key, theirs)) for key, ours, theirs in other]
                filling = all(not ours for _key, ours, _theirs in other)
                found.differs.append(Differs(each, (row, match), match.member.name, shown, filling))
            else:
                found.doubled += 1
        return found

    def save(self, fresh: Sequence[MemberGood], changes: Sequence[Change], plan: Plan, *, by: Access) -> Saved:
        added = actions.record_members(fresh, by=by) if fresh else []
        changed = 0
        for change in changes:
            row, there = change.good
            changed += change.choice != Choice.OURS and _update(row, there, change.choice, by)
        return Saved(len(added), changed)

    def sample(self, good: MemberGood) -> dict[str, str]:
        place = good.place
        above = "/".join(part for part in (place.branch, place.group) if part)
        return {"above": above, "title": str(good.facts["name"]), "text": place.title, "below": ""}

    def say_start(self, count: int) -> str:
        return _("导入 %(count)s 人") % {"count": count}

    def say_done(self, job: ImportJob) -> str:
        return _("导入完成。")

    def link_done(self, job: ImportJob) -> Link:
        return Link(reverse("organisation:members"), _("看党员名册"))


class _Reader:
    def __init__(self, row: Row, columns: Mapping[str, str]) -> None:
        self.row, self.columns = row, columns
        self.faults: list[Fault] = []

    def read(self) -> MemberGood | None:
        cells = {key: self.row.text(column) for key, column in self.columns.items()}
        written = [text for text in cells.values() if text]
        if cells.get("serial") == EXAMPLE or (len(written) > 3 and len({*written}) == 1):
            return None
        if not any(cells.get(key) for key in ("name", "phone", "born_on", "joined_on")):
            return None
        facts, place = self.facts(), self.place()
        if self.faults:
            raise RowRefused(*self.faults)
        phone = facts.get("phone")
        return MemberGood(facts, place, phone_hash(phone) if phone else "")

    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = {key: self.text(key, limit) for key, limit in LIMITS.items()}
        found["name"] = found["name"].replace(" ", "")
        if not found["name"] or "*" in found["name"]:
            message = _("姓名打了星号，看不出是谁；请用没有打星号的表") if found["name"] else _("没有姓名")
            self.fault("name", message)
        sex = self.take("sex", lambda value: values.word(value, SEXES))
        found["sex"] = str(sex) if sex else ""
        found["phone"] = self.take("phone", values.phone)
        found["born_on"] = self.take("born_on", values.day, None)
        found["joined_on"], found["confirmed_on"] = self.days()
        if found["born_on"] and found["joined_on"] and found["joined_on"] <= found["born_on"]:
            self.fault("joined_on", _("入党日期早于出生日期，请核对"))
        if found["joined_on"] and found["confirmed_on"] and found["confirmed_on"] < found["joined_on"]:
            self.fault("confirmed_on", _("转正日期早于入党日期，请核对"))
        return {key: value for key, value in found.items() if value}

    def days(self) -> tuple[date | None, date | None]:
        """One cell may hold both: 2001.7/2002.7."""
        both = _TWO_DAYS.findall(self.row.text(self.columns.get("joined_on", "")))
        if len(both) == 2 and "confirmed_on" not in self.columns:
            return self.take("joined_on", lambda _v: values.day(both[0]), None), self.take(
                "joined_on", lambda _v: values.day(both[1]), None
            )
        return self.take("joined_on", values.day, None), self.take("confirmed_on", values.day, None)

    def place(self) -> Place:
        where = self.text("where", 120).replace("／", "/")
        branch, _slash, group = where.partition("/")
        kind = self.take("kind", lambda value: values.word(value, KINDS))
        chosen = self.take("is_member_household", lambda value: values.word(value, YES))
        group = self.text("group", 60) or group
        if group and not branch:
            self.fault("group", _("写了党小组，也要写支部"))
        if len(branch) > 60 or len(group) > 60:
            self.fault("where", _("最多 %(most)s 个字") % {"most": 60})
        return Place(branch.strip(), group.strip(), self.text("title", 40), str(kind) if kind else "", bool(chosen))

    def text(self, key: str, limit: int) -> str:
        return str(self.take(key, lambda value: clean(values.plain(value).replace("\n", " "), limit)))

    def take(self, key: str, parse: Callable[[Any], Any], empty: Any = "") -> Any:
        try:
            return parse(self.row.cells.get(self.columns.get(key, "")))
        except ValueError as error:
            self.fault(key, str(error))
            return empty

    def fault(self, key: str, message: str) -> None:
        self.faults.append(Fault(key, message, self.row.text(self.columns.get(key, ""))))


def _there(community: Community, rows: Sequence[MemberGood]) -> dict[str, list[There]]:
    """Members by name; two statements."""
    names = {str(row.facts["name"]) for row in rows}
    found = list(PartyMember.objects.of(community).filter(name__in=names).order_by("pk"))
    open_rows = Standing.objects.of(community).filter(member__in=found, ends_on=None)
    now = {row.member_id: row for row in open_rows.select_related("branch", "group")}
    by_name: dict[str, list[There]] = {}
    # Those who have left last, so that who is here is found first.
    for member in sorted(found, key=lambda each: each.left_on is not None):
        by_name.setdefault(member.name, []).append(There(member, place_of(now.get(member.pk))))
    return by_name


def _match(row: MemberGood, there: Mapping[str, list[There]]) -> There | None:
    """By name and phone, else name and birth date, else the only one of that name of whom nothing says otherwise."""
    same = there.get(str(row.facts["name"]), [])
    born = row.facts.get("born_on")
    for each in same:
        if row.phone_hash and each.member.phone_hash == row.phone_hash:
            return each
    for each in same:
        if born and each.member.born_on == born:
            return each
    free = [
        each for each in same
        if not (row.phone_hash and each.member.phone_hash) and not (born and each.member.born_on)
    ]
    return free[0] if len(same) == 1 and free else None


def _double(each: Read, plan: Plan) -> Fault | None:
    row: MemberGood = each.good
    key = (row.facts["name"], row.phone_hash, row.facts.get("born_on"))
    place = f"{each.sheet} {each.row}" if each.sheet else str(each.row)
    before = plan.seen.setdefault(key, place)
    if before == place:
        return None
    return Fault("name", _("和第 %(row)s 行是同一个人，这一行没有导入") % {"row": before}, str(row.facts["name"]))


def _differences(row: MemberGood, there: There) -> list[tuple[str, Any, Any]]:
    """(key, ours, theirs) of what the row says otherwise; who left is left alone, what it leaves empty is nothing."""
    member = there.member
    if member.left_on is not None:
        return []
    found: list[tuple[str, Any, Any]] = []
    for key, theirs in row.facts.items():
        if key == "phone":
            if member.phone_hash != row.phone_hash:
                found.append((key, phone_of(member), theirs))
        elif getattr(member, key) != theirs:
            found.append((key, getattr(member, key), theirs))
    for key in PLACE_KEYS:
        ours, theirs = getattr(there.place, key), getattr(row.place, key)
        if theirs and theirs != ours:
            found.append((key, ours, theirs))
    return found


def _update(row: MemberGood, there: There, choice: Choice, by: Access) -> bool:
    taken = {key: theirs for key, ours, theirs in _differences(row, there) if choice == Choice.THEIRS or not ours}
    facts = {key: value for key, value in taken.items() if key not in PLACE_KEYS}
    changed = bool(facts and actions.correct_member(there.member, facts, by=by))
    moved = {key: value for key, value in taken.items() if key in PLACE_KEYS}
    if not moved:
        return changed
    if "branch" in moved:
        # A group belongs to its branch.
        moved["group"] = row.place.group
    place = replace(there.place, **moved)
    return bool(actions.move_member(there.member, place=place, on=clock.today(), by=by)) or changed


def _said(key: str, value: Any) -> str:
    if not value:
        return ""
    if key == "phone":
        return masks.mask_phone(str(value))
    if key == "sex":
        return str(Sex(value).label)
    if key == "kind":
        return str(MemberKind(value).label)
    if key == "is_member_household":
        return _("是")
    return value.isoformat() if isinstance(value, date) else str(value)
