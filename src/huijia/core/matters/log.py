"""What the ledger says of matters. What people wrote stands in the personal payload, so that it can be shredded."""

from collections.abc import Callable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Channel, Clock, Satisfaction, Source, Threshold
from huijia.kernel.ledger import kinds
from huijia.lib.moments import said_moment

WRITTEN = ("note",)

SENTENCES = {
    "registered": _("登记({source})"),
    "imported": _("导入"),
    "imported_history": _("导入历史记录"),
    "accept": _("受理"),
    "classify": _("类别改为 {category},{due} 前办理答复"),
    "refuse": _("不予受理：{note}；请找：{where}"),
    "acknowledge": _("答复致谢"),
    "answer_at_once": _("即问即办，当场答复"),
    "assign": _("派给 {to}"),
    "reassign": _("从 {was} 转派给 {to}"),
    "claim": _("{to} 认领"),
    "take": _("{to} 接单"),
    "send_back": _("{was} 退回(第 {times} 次)"),
    "offer": _("{was} 请 {to} 接手"),
    "take_over": _("{to} 同意接手，责任人由 {was} 改为 {to}"),
    "decline": _("{to} 不接手，责任人仍是 {was}"),
    "contact": _("已联系居民"),
    "note": _("记录"),
    "add_helper": _("加协办：{helper}"),
    "remove_helper": _("减协办：{helper}"),
    "ask_extension": _("申请延期到 {due}"),
    "extension_granted": _("同意延期到 {due}(原 {was})"),
    "extension_refused": _("不同意延期"),
    "suspend": _("挂起，停止计时"),
    "resume": _("恢复计时，新的截止时间 {due}"),
    "supervise": _("督办"),
    "merge": _("并入 #{into}"),
    "merged_in": _("#{other} 并入本事项"),
    "unmerge": _("撤销并案"),
    "split": _("拆分出 #{other}"),
    "split_off": _("从 #{other} 拆分而来"),
    "escalate": _("上报街道"),
    "street_return": _("街道退回社区"),
    "street_result": _("街道办理完成"),
    "report_result": _("报告办理结果"),
    "check_pass": _("核查通过"),
    "check_fail": _("核查不通过，退回责任人"),
    "answer": _("答复居民({channel}),办结"),
    "grade": _("居民评价：{solved},{satisfaction}"),
    "unreached": _("回访未联系上"),
    "reopen": _("重开"),
    "sample_ok": _("即问即办抽查通过"),
    "sample_short": _("即问即办抽查：答得不全"),
    "sample_wrong": _("即问即办抽查：答错了，重开"),
    "sign": _("签收 12345 转办"),
    "hand_back": _("退回 12345"),
    "reply_out": _("已回复 12345"),
    "alarm": _("{clock}:{threshold}"),
    "revealed": _("查看联系电话：{reason}"),
    "code_renewed": _("重新给出查询码"),
    "exported": _("导出台账 {rows} 行：{reason}"),
    "import_started": _("开始导入 {file}，共 {total} 行"),
    "import_done": _("导入完成：新增 {added}，已有 {doubled}，没有导入 {failed}"),
    "voice_typed": _("听录音补记文字"),
    "category_saved": _("类别 {code} {name} 已保存"),
    "told_public": _("告诉邻里：{before} → {after}"),
    "untold_public": _("撤下告诉邻里的话"),
}


def _word(choices: type[TextChoices]) -> Callable[[str], object]:
    """How a code of `choices` is said; an unknown one stands as it is."""
    labels = dict(choices.choices)
    return lambda code: labels.get(code, code)


WORDS: dict[str, Callable[[str], object]] = {
    "due": said_moment,
    "was": said_moment,
    "source": _word(Source),
    "channel": _word(Channel),
    "clock": _word(Clock),
    "threshold": _word(Threshold),
    "satisfaction": _word(Satisfaction),
    "solved": lambda code: _("已解决") if code == "yes" else _("未解决"),
}


def register() -> None:
    for code, sentence in SENTENCES.items():
        kinds.register(f"matters.{code}", sentence, personal_fields=WRITTEN, words=WORDS)
