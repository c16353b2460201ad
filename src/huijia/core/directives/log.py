"""What the ledger says of directives. Words between offices, no residents' data."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

SENTENCES = {
    "handed": _("交办“{title}”给 {count} 个社区"),
    "sent": _("收到街道交办“{title}”"),
    "receive": _("接收"),
    "give_back": _("退回街道：{note}"),
    "give": _("转为事项，交给 {to}"),
    "answer": _("答复街道"),
    "accept": _("街道通过"),
    "send_back": _("街道退回补充：{note}"),
    "insist": _("街道请继续办理：{note}"),
    "excuse": _("街道同意免办"),
    "withdraw": _("街道撤回：{note}"),
    "reminded": _("催办 {count} 个社区"),
    "ended": _("交办结束：{note}"),
    "taken": _("街道 {who} 来办"),
}


def register() -> None:
    for code, sentence in SENTENCES.items():
        kinds.register(f"directives.{code}", sentence)
