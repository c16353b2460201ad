"""What the ledger says of errands. Words that people wrote stand in the personal payload."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds
from huijia.serve.errands.enums import Mandated, Outcome, Way

ERRAND, HANDING = "errand", "errand_handing"

SENTENCES = {
    "asked": (_("请社区代办：{service}"), ()),
    "entrusted": (_("受理，由{agent}代办；委托：{means}"), ("agent",)),
    "refused": (_("不能代办：{note}"), ("note",)),
    "handed": (_("{way}，{count} 份"), ()),
    "stepped": (_("跑一趟：{note}"), ("note",)),
    "reported": (_("报结果：{outcome}，{note}"), ("note",)),
    "closed": (_("办结，材料都已交清"), ()),
    "reassigned": (_("换代办人：{agent}，{note}"), ("agent", "note")),
    "cancelled": (_("取消代办：{note}"), ("note",)),
    "graded": (_("评价：{grade}"), ()),
    "phone_revealed": (_("查看电话：{reason}"), ()),
    "service_saved": (_("代办项目：{name}"), ()),
    "exported": (_("导出代办台账 {rows} 行：{reason}"), ()),
}
_WORDS: dict[str, type[TextChoices]] = {"means": Mandated, "way": Way, "outcome": Outcome}


def register() -> None:
    words = {name: kinds.labels(choices) for name, choices in _WORDS.items()}
    for code, (sentence, personal) in SENTENCES.items():
        kinds.register(f"errands.{code}", sentence, personal_fields=personal, words=words)
