"""What the ledger says of visits. Words that people wrote stand in the personal payload."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds
from huijia.serve.visits.enums import Gone, Kind, Outcome

VISIT, RULE, ROUND = "visit", "visit_rule", "visit_round"

SENTENCES = {
    "recorded": (_("{kind}：{outcome}"), ()),
    "matter_raised": (_("发现问题，转为事项 #{ticket}"), ()),
    "rechecked": (_("再次走访，这件事{gone}：{note}"), ("note",)),
    "rechecked_plain": (_("再次走访，这件事{gone}"), ()),
    "amended": (_("改了走访记录，原来写的是：{note}"), ("note",)),
    "voided": (_("走访记录作废：{note}"), ("note",)),
    "rule_saved": (_("走访要求：{name}"), ()),
    "set_out": (_("出门"), ()),
    "came_back": (_("收工，走了 {count} 户"), ()),
    "exported": (_("导出走访台账 {rows} 行：{reason}"), ()),
    "sheet_printed": (_("打印走访表，{count} 户"), ()),
}
_WORDS: dict[str, type[TextChoices]] = {"kind": Kind, "outcome": Outcome, "gone": Gone}


def register() -> None:
    words = {name: kinds.labels(choices) for name, choices in _WORDS.items()}
    for code, (sentence, personal) in SENTENCES.items():
        kinds.register(f"visits.{code}", sentence, personal_fields=personal, words=words)
