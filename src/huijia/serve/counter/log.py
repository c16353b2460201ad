"""What the ledger says of the counter. Names stand in the personal payload."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds
from huijia.serve.counter.enums import Kind, Outcome

COUNTER, OPENING, TURN, SERVICE, ASK = (
    "counter", "counter_opening", "counter_turn", "counter_service", "counter_ask",
)

SENTENCES = {
    "service_saved": (_("窗口事项：{name}"), ()),
    "counter_saved": (_("窗口：{name}，{place}"), ()),
    "hours_added": (_("开放时间：{kind}，{when}"), ()),
    "hours_ended": (_("开放时间到 {until} 止：{when}"), ()),
    "opened": (_("{kind}：{when}"), ()),
    "closed": (_("{when} 停办，{count} 个预约取消：{reason}"), ()),
    "day_closed": (_("{day} 停办：{reason}"), ()),
    "day_open_again": (_("{day} 恢复开放"), ()),
    "booked": (_("预约窗口：{service}，{when}"), ()),
    "numbered": (_("取号 {number}：{service}"), ()),
    "served": (_("{number} 办结：{outcome}"), ()),
    "skipped": (_("{number} 过号"), ()),
    "back": (_("{number} 重新排队"), ()),
    "asked": (_("希望 {day} 加时"), ()),
    "granted": (_("{day} 加时，{count} 位要求的居民已通知"), ()),
    "declined": (_("{day} 不能加时：{reason}"), ()),
    "overtime": (_("{who} 加时 {minutes} 分钟"), ("who",)),
    "overtime_void": (_("作废加时记录：{reason}"), ()),
    "exported": (_("导出窗口预约台账 {rows} 行：{reason}"), ()),
}


def register() -> None:
    words = {"kind": kinds.labels(Kind), "outcome": kinds.labels(Outcome)}
    for code, (sentence, personal) in SENTENCES.items():
        kinds.register(f"counter.{code}", sentence, personal_fields=personal, words=words)
