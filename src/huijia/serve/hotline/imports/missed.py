"""The telephone system's list of missed calls."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.imports.importers import Change, Fault, Field, Importer, Link, Read, RowRefused, Saved, Sorted
from huijia.kernel.imports.models import ImportJob
from huijia.lib import clock, masks, numbers
from huijia.lib.spreadsheet import Row, parse_datetime
from huijia.serve.hotline import actions
from huijia.serve.hotline.queries.calls import noted


@dataclass(frozen=True)
class Plan:
    community: Community
    columns: dict[str, str]


class MissedImporter(Importer):
    code = "hotline_missed"
    label = gettext_lazy("漏接来电")
    purpose = gettext_lazy("电话系统导出的未接清单；同一号码一小时内算一次，导入过的不会重复。")
    permission = "hotline.work"
    module = "hotline"
    is_personal = True
    fields = (
        Field(
            "phone", gettext_lazy("来电号码"), ("来电号码", "主叫号码", "主叫", "对方号码", "号码", "电话"),
            required=True, example="13800000000", width=16,
        ),
        Field(
            "called", gettext_lazy("来电时间"), ("来电时间", "呼叫时间", "开始时间", "未接时间", "时间", "日期"),
            required=True, example="2026-04-13 09:12", width=20,
        ),
        Field("about", gettext_lazy("留言"), ("留言", "备注"), example="", width=24),
    )

    def plan(self, job: ImportJob) -> Plan:
        return Plan(job.community, job.mapping["columns"])

    def read(self, row: Row, plan: Plan, sheet: str = "") -> actions.MissedCall | None:
        def text(key: str) -> str:
            return row.text(plan.columns.get(key, ""))

        if not text("phone") and not text("called"):
            return None
        try:
            phone = numbers.normal_phone(text("phone"))
        except ValueError as error:
            raise RowRefused(Fault("phone", str(error), text("phone"))) from None
        try:
            called = parse_datetime(row.cells.get(plan.columns.get("called", "")))
        except ValueError as error:
            raise RowRefused(Fault("called", str(error), text("called"))) from None
        if called > clock.now():
            raise RowRefused(Fault("called", _("来电时间在将来"), text("called")))
        return actions.MissedCall(phone, called, about=text("about")[:200])

    def sort(self, rows: Sequence[Read], plan: Plan) -> Sorted:
        found = Sorted()
        there = noted(plan.community, [(row.good.phone, row.good.called_at) for row in rows])
        for row in rows:
            if (row.good.phone, row.good.called_at) in there:
                found.doubled += 1
            else:
                found.fresh.append(row.good)
        return found

    def save(
        self, fresh: Sequence[actions.MissedCall], changes: Sequence[Change], plan: Plan, *, by: Access
    ) -> Saved:
        sums = actions.missed_many(fresh, by=by)
        return Saved(sums.added, sums.joined)

    def sample(self, good: actions.MissedCall) -> dict[str, str]:
        return {
            "above": f"{clock.local(good.called_at):%Y-%m-%d %H:%M}", "title": masks.mask_phone(good.phone),
            "text": good.about, "below": "",
        }

    def say_start(self, count: int) -> str:
        return _("记下 %(count)s 个来电") % {"count": count}

    def say_done(self, job: ImportJob) -> str:
        return _("记好了。接下来按时间先后回电。")

    def link_done(self, job: ImportJob) -> Link:
        return Link(reverse("hotline:calls"), _("去回电"))
