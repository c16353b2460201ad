"""The platform's list of what 12345 sent: each row a live matter with its own number and limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.matters import actions as matters
from huijia.core.matters.enums import Source
from huijia.core.matters.imports.rows import identity
from huijia.core.matters.models import Transfer
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.imports.importers import Change, Fault, Field, Importer, Link, Read, RowRefused, Saved, Sorted
from huijia.kernel.imports.models import ImportJob
from huijia.lib import clock, masks
from huijia.lib.spreadsheet import Row, parse_datetime


@dataclass(frozen=True)
class Plan:
    community: Community
    columns: dict[str, str]


class TransferImporter(Importer):
    code = "hotline_12345"
    label = gettext_lazy("12345 转办件")
    purpose = gettext_lazy("12345 平台导出的待办清单；每件带编号、签收和答复时限，登记过的不会重复。")
    permission = "hotline.work"
    module = "hotline"
    is_personal = True
    fields = (
        Field(
            "number", gettext_lazy("12345 编号"), ("工单编号", "工单号", "受理编号", "12345编号", "编号", "单号"),
            required=True, example="ZJ20260413001", width=18,
        ),
        Field(
            "text", gettext_lazy("转办内容"), ("诉求内容", "工单内容", "反映内容", "转办内容", "内容"), required=True,
            example="来电人反映……", width=40,
        ),
        Field(
            "sent", gettext_lazy("派发时间"), ("派发时间", "派单时间", "转办时间", "下派时间", "受理时间"),
            required=True, example="2026-04-13 09:00", width=18,
        ),
        Field(
            "sign", gettext_lazy("签收时限"), ("签收时限", "签收截止时间", "签收截止"), example="2026-04-13 13:00",
            width=18,
        ),
        Field(
            "due", gettext_lazy("答复时限"), ("答复时限", "办理时限", "办结时限", "截止时间", "到期时间"),
            example="2026-04-18 17:30", width=18,
        ),
        Field("title", gettext_lazy("标题"), ("诉求标题", "工单标题", "标题", "主题")),
        Field("reporter", gettext_lazy("反映人"), ("诉求人", "来电人", "联系人", "反映人", "姓名")),
        Field(
            "phone", gettext_lazy("联系电话"), ("联系电话", "来电号码", "电话", "手机"), example="13800000000", width=14
        ),
        Field("place", gettext_lazy("地点"), ("诉求地址", "事发地址", "地址", "地点")),
    )

    def plan(self, job: ImportJob) -> Plan:
        return Plan(job.community, job.mapping["columns"])

    def read(self, row: Row, plan: Plan, sheet: str = "") -> matters.Draft | None:
        cells = {field.key: row.text(plan.columns.get(field.key, "")) for field in self.fields}
        if not any(cells.values()):
            return None
        faults = [
            Fault(key, _("不能空着")) for key in ("number", "text", "sent") if not cells[key]
        ]
        if row.lost_digits(plan.columns.get("number", "")):
            faults.append(Fault("number", _("编号的后几位已丢失，请把这一列设为文本后重新导出"), cells["number"]))
        moments: dict[str, datetime | None] = {}
        for key in ("sent", "sign", "due"):
            try:
                moments[key] = parse_datetime(row.cells.get(plan.columns[key])) if cells[key] else None
            except ValueError as error:
                faults.append(Fault(key, str(error), cells[key]))
        if faults:
            raise RowRefused(*faults)
        return self._draft(cells, moments, plan)

    def _draft(self, cells: dict[str, str], moments: dict[str, datetime | None], plan: Plan) -> matters.Draft:
        sent = moments["sent"] or clock.now()
        draft = matters.Draft(
            text=cells["text"], title=cells["title"][:80], source=Source.CITY_12345, reporter_name=cells["reporter"],
            phone=cells["phone"], place_name=cells["place"], external_number=cells["number"][:60],
            external_due=moments["due"], sent_at=sent, sent_text=cells["text"],
            sign_due=moments["sign"] or sign_limit(plan.community, sent),
        )
        try:
            matters.checked(draft)
        except Refusal as refusal:
            raise RowRefused(Fault(refusal.field or "text", str(refusal), cells.get(refusal.field or "", ""))) from None
        draft.uuid = identity(draft, sent, plan.community)
        return draft

    def sort(self, rows: Sequence[Read], plan: Plan) -> Sorted:
        numbers = [row.good.external_number for row in rows]
        there = set(Transfer.objects.of(plan.community).filter(number__in=numbers).values_list("number", flat=True))
        found = Sorted()
        for row in rows:
            if row.good.external_number in there:
                found.doubled += 1
            else:
                there.add(row.good.external_number)
                found.fresh.append(row.good)
        return found

    def save(
        self, fresh: Sequence[matters.Draft], changes: Sequence[Change], plan: Plan, *, by: Access
    ) -> Saved:
        for draft in fresh:
            matters.register(draft, by=by, at=draft.sent_at)
        return Saved(len(fresh))

    def sample(self, good: matters.Draft) -> dict[str, str]:
        due = f"{clock.local(good.external_due):%Y-%m-%d %H:%M}" if good.external_due else ""
        return {
            "above": good.external_number, "title": masks.mask_in_text(good.title),
            "text": masks.mask_in_text(good.text[:80]), "below": due,
        }

    def say_start(self, count: int) -> str:
        return _("登记 %(count)s 件转办") % {"count": count}

    def say_done(self, job: ImportJob) -> str:
        return _("登记好了。接下来在签收时限内签收，不属本社区的退回。")

    def link_done(self, job: ImportJob) -> Link:
        return Link(reverse("hotline:transfers"), _("去签收"))


def sign_limit(community: Community, sent: datetime) -> datetime:
    """The limit to sign for what came without one: the option's hours after it was sent."""
    return sent + timedelta(hours=int(options.get(community, "sign_hours")))
