"""What the ledger says of the hotline. What people wrote stands in the personal payload."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds
from huijia.lib.moments import said_moment

SENTENCES = {
    "turn_added": _("每周排班加一行：{name} {hours}"),
    "turn_changed": _("每周排班改一行：{name} {hours}"),
    "turn_dropped": _("每周排班去掉一行：{name} {hours}"),
    "month_filled": _("按每周排班排好 {month}，共 {count} 个班"),
    "shift_added": _("加班次 {day} {hours} {who}"),
    "shift_changed": _("改班次 {day} {hours}：{was} 改为 {who}"),
    "shift_dropped": _("去掉班次 {day} {hours} {who}"),
    "swap_asked": _("{who} 请 {to} 换 {day} {hours} 的班"),
    "swap_accepted": _("{day} {hours} 的班由 {was} 换给 {to}"),
    "swap_declined": _("{to} 不同意换班"),
    "swap_withdrawn": _("撤回请 {to} 换班"),
    "missed": _("记下漏接来电"),
    "missed_again": _("同一号码又来电，共 {times} 次"),
    "promised": _("约定 {due} 回电"),
    "call_reached": _("回电接通"),
    "call_unreached": _("回电没打通"),
    "call_promise": _("改约 {due} 回电"),
    "call_drop": _("不用回电：{note}"),
    "linked": _("回电登记为 #{ticket}"),
    "revealed": _("查看来电号码，回电"),
    "note_written": _("写交接：事项 {matters} 件，回电 {calls} 个"),
    "note_taken": _("收下交接"),
    "card_added": _("加知识卡“{question}”"),
    "card_changed": _("改知识卡“{question}”：{what}"),
    "card_read_over": _("核对知识卡“{question}”，不再是示例"),
    "card_retired": _("停用知识卡“{question}”"),
    "exported": _("导出{what} {rows} 行：{reason}"),
    "template_placed": _("更换 12345 回复单模板：{name}"),
    "template_withdrawn": _("恢复系统自带的 12345 回复单模板"),
}
WORDS = {"due": said_moment}


def register() -> None:
    for code, sentence in SENTENCES.items():
        kinds.register(f"hotline.{code}", sentence, personal_fields=("note",), words=WORDS)
