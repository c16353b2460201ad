"""One row of a party roster, read from a spreadsheet; and the columns that it may have."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.queries import phone_hash
from huijia.core.people.roster import values
from huijia.core.people.roster.fields import SEXES
from huijia.kernel.imports.importers import Fault, Field, RowRefused
from huijia.lead.organisation import actions
from huijia.lead.organisation.enums import MemberKind
from huijia.lead.organisation.facts import LIMITS, Place
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


class Reader:
    """Reads one row and gathers everything that is wrong with it."""

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
