"""What the ledger says of the health corner: that something was done, never a value and never whose."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

READING, FOLLOW = "health_reading", "health_follow_up"

SENTENCES = {
    "measured": _("健康角测量一次"),
    "voided": _("作废一次测量，数值已清除"),
    "seen": _("查看一个人的测量记录"),
    "follow_due": _("安排随访"),
    "followed": _("随访一次"),
    "removed": _("撤回同意，清除 {count} 次测量"),
}


def register() -> None:
    for code, sentence in SENTENCES.items():
        kinds.register(f"health.{code}", sentence)
