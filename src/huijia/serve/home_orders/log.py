"""What the ledger says of orders. Words that people wrote stand in the personal payload."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

SUBJECT = "home_order"

SENTENCES = {
    "requested": (_("预约上门服务：{service}"), ()),
    "arranged": (_("约好 {when}，{worker}上门"), ()),
    "put_off": (_("改约到 {when}，{worker}上门：{note}"), ("note",)),
    "refused": (_("不能上门：{note}"), ("note",)),
    "set_out": (_("出发"), ()),
    "finished": (_("完成，{minutes} 分钟：{note}"), ("note",)),
    "nobody_home": (_("家中无人：{note}"), ("note",)),
    "cancelled": (_("取消预约：{note}"), ("note",)),
    "graded": (_("评价：{grade}"), ()),
    "matter_raised": (_("发现问题，转为事项 #{ticket}"), ()),
    "phone_revealed": (_("查看预约人电话：{reason}"), ()),
    "service_saved": (_("上门服务项目：{name}"), ()),
}


def register() -> None:
    for code, (sentence, personal) in SENTENCES.items():
        kinds.register(f"home_orders.{code}", sentence, personal_fields=personal)
