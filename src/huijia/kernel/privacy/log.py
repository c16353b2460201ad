"""What this app writes into the ledger. Names stand in `personal` only."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

GIVEN = "privacy.consent_given"
WITHDRAWN = "privacy.consent_withdrawn"
TEXT = "privacy.text_set"
PROCESSING = "privacy.processing_set"
ASKED = "privacy.asked"
TIED = "privacy.tied"
EXPORTED = "privacy.exported"
ANSWERED = "privacy.answered"
REFUSED = "privacy.refused"
HELD = "privacy.held"
RELEASED = "privacy.released"
REMOVED = "privacy.removed"


def register() -> None:
    kinds.register(GIVEN, _("同意“{label}”第 {version} 版"))
    kinds.register(WITHDRAWN, _("撤回对“{label}”的同意"))
    kinds.register(TEXT, _("更新“{label}”的同意书，第 {version} 版"))
    kinds.register(PROCESSING, _("更改个人信息处理登记“{name}”"))
    kinds.register(ASKED, _("收到个人信息申请：{kind_label}，{name}"), ("name",))
    kinds.register(TIED, _("个人信息申请核对了是谁"))
    kinds.register(EXPORTED, _("导出一个人的全部信息，共 {rows} 行"))
    kinds.register(ANSWERED, _("答复个人信息申请：{kind_label}"))
    kinds.register(REFUSED, _("不予办理个人信息申请：{kind_label}"))
    kinds.register(HELD, _("保全，到期不清理，原因：{reason}"))
    kinds.register(RELEASED, _("解除保全"))
    kinds.register(REMOVED, _("到期清理“{label}”{count} 条"))
