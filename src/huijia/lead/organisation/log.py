"""What the ledger says of party members. It names nobody: who reads the log need not be one who may see the roster."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds
from huijia.lead.organisation.facts import LABELS


def _fields(names: str) -> object:
    return "、".join(str(LABELS[name]) for name in names.split(",") if name in LABELS)


def register() -> None:
    kinds.register("party.added", _("党员名册新增一人"))
    kinds.register("party.imported", _("党员名册导入 {count} 人"))
    kinds.register("party.corrected", _("更正党员名册一条：{fields}"), words={"fields": _fields})
    kinds.register("party.moved", _("党员名册一人自 {on} 变动：{fields}"), words={"fields": _fields})
    kinds.register("party.left", _("党员名册一人自 {on} 离开"))
    kinds.register("party.returned", _("党员名册一人自 {on} 恢复"))
    kinds.register("party.phone_revealed", _("查看党员名册里的电话：{reason}"))
    kinds.register("party.exported", _("导出党员名册 {rows} 行(打星号)：{reason}"))
    kinds.register("party.exported_whole", _("导出党员名册原文 {rows} 行：{reason}"))
