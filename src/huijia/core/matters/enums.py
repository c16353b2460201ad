from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """来源."""

    HOTLINE = "hotline", _("热线")
    DOOR = "door", _("门牌二维码")
    VISIT = "visit", _("网格走访")
    PATROL = "patrol", _("巡查")
    INSPECTION = "inspection", _("入户安检")
    COUNCIL = "council", _("议事会")
    COUNTER = "counter", _("现场窗口")
    ONLINE = "online", _("居民网上")
    CITY_12345 = "12345", _("12345转办")
    SUPERIOR = "superior", _("上级交办")
    PARTNER = "partner", _("共建单位")
    IMPORT = "import", _("导入")


class Nature(TextChoices):
    """What is wanted; it sets the limit where the category sets none."""

    HELP = "help", _("求助")
    CONSULT = "consult", _("咨询")
    COMPLAINT = "complaint", _("投诉")
    SUGGESTION = "suggestion", _("建议")
    THANKS = "thanks", _("感谢")


SHORT_NATURES = (Nature.SUGGESTION, Nature.THANKS)


class State(TextChoices):
    """采集 → 受理 → 分派 → 处置 → 反馈 → 核查 → 办结. A state names what is waited for."""

    COLLECTED = "collected", _("待受理")
    ACCEPTED = "accepted", _("待派单")
    ASSIGNED = "assigned", _("待接单")
    HANDLING = "handling", _("处置中")
    SUSPENDED = "suspended", _("挂起")
    ESCALATED = "escalated", _("已上报街道")
    REPORTED = "reported", _("待核查")
    CHECKED = "checked", _("待答复")
    CLOSED = "closed", _("办结")
    REFUSED = "refused", _("不予受理")
    MERGED = "merged", _("已并案")


OPEN_STATES = (
    State.COLLECTED, State.ACCEPTED, State.ASSIGNED, State.HANDLING, State.SUSPENDED, State.ESCALATED,
    State.REPORTED, State.CHECKED,
)
# From 分派 to 核查 a matter is never without its one responsible person.
NAMED_STATES = (
    State.ASSIGNED, State.HANDLING, State.SUSPENDED, State.ESCALATED, State.REPORTED, State.CHECKED,
)
PAUSED_STATES = (State.SUSPENDED, State.ESCALATED)


class Unit(TextChoices):
    HOURS = "hours", _("小时")
    WORKING_DAYS = "working_days", _("工作日")


class Clock(TextChoices):
    """The clocks of a matter; 签收 only runs for what 12345 sent."""

    SIGN = "sign", _("签收")
    CONTACT = "contact", _("首次联系")
    HANDLE = "handle", _("办理答复")


class Threshold(TextChoices):
    WARN = "warn", _("将到期")
    OVERDUE = "overdue", _("超期")
    ESCALATE = "escalate", _("超期两个工作日")


class Lamp(TextChoices):
    """红黄绿灯: always a colour, a shape and a word."""

    GREEN = "green", _("正常")
    YELLOW = "yellow", _("将到期")
    RED = "red", _("超期")
    NONE = "none", _("不计时")


class Asked(TextChoices):
    """What became of a request: a hand-over or an extension."""

    PENDING = "pending", _("待答复")
    GRANTED = "granted", _("同意")
    REFUSED = "refused", _("不同意")
    WITHDRAWN = "withdrawn", _("撤回")


class Satisfaction(TextChoices):
    SATISFIED = "satisfied", _("满意")
    FAIR = "fair", _("基本满意")
    UNSATISFIED = "unsatisfied", _("不满意")


class Verdict(TextChoices):
    """What another person found of an answer given at once."""

    RIGHT = "right", _("答得对")
    SHORT = "short", _("答得不全")
    WRONG = "wrong", _("答错了")


class Channel(TextChoices):
    """How somebody was answered or asked."""

    PHONE = "phone", _("电话")
    VISIT = "visit", _("上门")
    ONLINE = "online", _("网页")
    COUNTER = "counter", _("窗口")
    PAPER = "paper", _("书面")
