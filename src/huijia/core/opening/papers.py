"""What is printed: a card for each role, and the forms that an office works on while there is no power."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Card:
    """`first`: what the role sees first. `acts`: its three daily acts."""

    role: str
    first: Promise
    acts: tuple[Promise, Promise, Promise]


CARDS = {
    card.role: card
    for card in (
        Card("secretary", _("“今天”：等我办的、要超期的、地图"),
             (_("派单：每件事派给一位责任人"), _("核查：看结果，通过或退回"), _("例会：打开一页纸，当场派单"))),
        Card("committee", _("“今天”：派给我的和等我核查的"),
             (_("接单：先打电话联系居民"), _("报结果：写做了什么，拍一张照片"), _("核查别人办好的事"))),
        Card("operator", _("待受理和待答复的事"),
             (_("接电话：填“接待”一张表"), _("受理：选类别，能答的当场答"), _("答复：办好的事打电话告诉居民"))),
        Card("grid_worker", _("“我的清单”：我的和本网格可认领的"),
             (_("登记：走访时看到的事当场记"), _("认领：顺手能办的自己领"), _("报结果：办完写一句，拍一张照片"))),
        Card("group_leader", _("“我的清单”：我的和本组的事"),
             (_("替邻居登记一件事"), _("认领小事"), _("办完报结果"))),
        Card("member_household", _("“我的户”：我联系的人家"),
             (_("看看我联系的户"), _("替邻居登记一件事"), _("认领小事，办完报结果"))),
        Card("health", _("健康角：找到面前的这一位"),
             (_("先请本人同意，不同意就不记名测"), _("照页面上的话说，不说病名"), _("随访：到日子问一问"))),
        Card("street", _("社区上报的事"),
             (_("看上报的事和原因"), _("退回社区并说明"), _("报办理结果"))),
        Card("auditor", _("操作日志"),
             (_("按人、按日期翻日志"), _("核对日志没有被改过"), _("有疑问，记下编号问书记"))),
        Card("admin", _("账号"),
             (_("建账号、给角色"), _("忘了密码的，给一个新的初始密码"), _("看看系统是否健康、备份在不在"))),
    )
}


@dataclass(frozen=True)
class Form:
    """A form of blank lines. `fields` are written on; `columns` make a table of `rows` empty rows."""

    code: str
    label: Promise
    fields: tuple[Promise, ...] = ()
    boxes: tuple[Promise, ...] = ()
    columns: tuple[Promise, ...] = ()
    rows: int = 0
    signs: tuple[Promise, Promise] = (_("填表人(签字)"), _("经办人(签字)"))


_WHO = (_("姓名"), _("电话"), _("地址"))
FORMS = {
    form.code: form
    for form in (
        Form("intake", _("事项登记表"), (_("日期时间"), _("来源"), *_WHO, _("地点")),
             (_("反映的事"), _("当场怎么答的"), _("交给谁、什么时候答复"))),
        Form("duty", _("值班和交接记录"), (_("日期"), _("值班人"), _("接班人")), (_("交接事项"),),
             (_("时间"), _("来电人和电话"), _("什么事"), _("怎么办的")), 12, (_("值班人(签字)"), _("接班人(签字)"))),
        Form("visit", _("走访记录"), (_("日期"), _("走访人"), _("网格")), (),
             (_("户主"), _("地址"), _("情况"), _("要办的事")), 12),
        Form("signup", _("报名表"), (_("活动"), _("时间地点"), _("名额")), (),
             (_("序号"), _("姓名"), _("电话"), _("签到")), 18, (_("组织人(签字)"), _("核对人(签字)"))),
        Form("household", _("住户登记表"), (_("网格"), _("地址"), _("户主"), _("电话")), (_("备注"),),
             (_("姓名"), _("与户主关系"), _("性别"), _("出生日期"), _("电话")), 8,
             (_("住户(签字)"), _("登记人(签字)"))),
    )
}
