"""What the ledger says of opening, practising and leaving."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

OPENED = "opening.opened"
NAMED = "opening.named"
PRACTICE_MADE = "opening.practice_made"
PRACTICE_RESET = "opening.practice_reset"
PRACTICE_ENTERED = "opening.practice_entered"
PRACTICE_LEFT = "opening.practice_left"
EXPORT_ASKED = "opening.export_asked"
EXPORT_READY = "opening.export_ready"
EXPORT_FETCHED = "opening.export_fetched"


def register() -> None:
    kinds.register(OPENED, _("开始启用 {name}"))
    kinds.register(NAMED, _("更改社区资料：{fields}"))
    kinds.register(PRACTICE_MADE, _("建立练习社区"))
    kinds.register(PRACTICE_RESET, _("重做练习社区"))
    kinds.register(PRACTICE_ENTERED, _("进入练习"))
    kinds.register(PRACTICE_LEFT, _("离开练习"))
    kinds.register(EXPORT_ASKED, _("申请整体导出：{reason}"))
    kinds.register(EXPORT_READY, _("整体导出已备好：{tables} 张表，{rows} 行，{files} 个文件"))
    kinds.register(EXPORT_FETCHED, _("下载整体导出"))
