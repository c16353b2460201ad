"""What the ledger says of occasions and sign-ups. Names stand in the personal payload."""

from django.utils.translation import gettext_lazy as _

from huijia.core.signup.enums import Ended, Means
from huijia.kernel.ledger import kinds


def _ended(code: str) -> object:
    return Ended(code).label if code in Ended.values else code


def _means(code: str) -> object:
    return Means(code).label if code in Means.values else code


SENTENCES = {
    "planned": _("安排“{title}” {when}，{where}，名额 {capacity}"),
    "changed": _("更改“{title}”：{when}，{where}，名额 {capacity}"),
    "called_off": _("取消“{title}” {when}，{count} 份报名一并取消：{reason}"),
    "closed": _("“{title}”点名完成，未到 {count} 份"),
    "reopened": _("“{title}”重新点名"),
    "heads": _("“{title}”另外来了 {heads} 人(原记 {before} 人)"),
    "offered": _("“{title}”递补，{until} 前确认"),
    "accepted": _("确认参加“{title}”"),
    "undone": _("撤销“{title}”的签到"),
    "missed": _("“{title}”记为未到"),
    "revealed": _("查看报名人电话"),
    "exported": _("导出“{title}”名单 {rows} 行：{reason}"),
}


def register() -> None:
    for code, sentence in SENTENCES.items():
        kinds.register(f"signup.{code}", sentence)
    kinds.register("signup.signed", _("{name} 报名“{title}”，{party} 人"), personal_fields=("name",))
    kinds.register("signup.waits", _("{name} 候补“{title}”第 {place} 号，{party} 人"), personal_fields=("name",))
    kinds.register("signup.left", _("退出“{title}”：{how}"), words={"how": _ended})
    kinds.register("signup.arrived", _("“{title}”签到 {count} 人({means})"), words={"means": _means})
