"""What the ledger says of inspections. Words that people wrote stand in the personal payload."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds
from huijia.serve.inspections.enums import Level, Result

HOME, CHECK, CAMPAIGN, CHECKLIST = "inspection_home", "inspection_check", "inspection_campaign", "checklist"

SENTENCES = {
    "checked": (_("入户安检：{result}"), ()),
    "hazard_found": (_("发现{level}隐患，{due}前整改"), ()),
    "hazard_closed": (_("复查：已整改"), ()),
    "hazard_stays": (_("复查：还没有整改"), ()),
    "matter_raised": (_("转为事项 #{ticket}"), ()),
    "reported": (_("三次没有进门，报告为事项 #{ticket}"), ()),
    "campaign_planned": (_("安检行动：{name}，{count} 户"), ()),
    "campaign_closed": (_("安检行动结束"), ()),
    "checklist_saved": (_("检查表：{name} 第 {number} 版"), ()),
    "exported": (_("导出安检台账 {rows} 行：{reason}"), ()),
}
_WORDS: dict[str, type[TextChoices]] = {"result": Result, "level": Level}


def register() -> None:
    words = {name: kinds.labels(choices) for name, choices in _WORDS.items()}
    for code, (sentence, personal) in SENTENCES.items():
        kinds.register(f"inspections.{code}", sentence, personal_fields=personal, words=words)
