from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OccasionKind(TextChoices):
    """What people come for."""

    TALK = "talk", _("讲座")
    CLASS = "class", _("课程")
    CLINIC = "clinic", _("义诊")
    FILM = "film", _("电影演出")
    HANDS = "hands", _("手工文体")
    TRIP = "trip", _("外出参观")
    VOLUNTEER = "volunteer", _("志愿服务")
    MEETING = "meeting", _("会议")
    OTHER = "other", _("其他")


class Audience(TextChoices):
    """Who may sign up by themselves; the office can always sign somebody up."""

    EVERYONE = "everyone", _("谁都可以")
    OPEN = "open", _("不用报名，来就行")
    ROSTER = "roster", _("名册上的居民(按手机号核对)")
    OFFICE = "office", _("不对外，由社区代报")


class OccasionState(TextChoices):
    PLANNED = "planned", _("已安排")
    CANCELLED = "cancelled", _("已取消")


class State(TextChoices):
    """A sign-up's life; the table of moves stands in `workflow`."""

    SIGNED = "signed", _("已报名")
    WAITING = "waiting", _("候补")
    OFFERED = "offered", _("已递补待确认")
    CANCELLED = "cancelled", _("已取消")
    CAME = "came", _("已到")
    ABSENT = "absent", _("未到")


HOLDING = (State.SIGNED, State.OFFERED, State.CAME, State.ABSENT)
"""These hold seats: an offer keeps the place for whom it is made."""
ACTIVE = (State.WAITING, *HOLDING)


class Ended(TextChoices):
    """Why a sign-up was cancelled."""

    OWN = "own", _("本人取消")
    OFFICE = "office", _("社区代取消")
    DECLINED = "declined", _("不接受递补")
    LAPSED = "lapsed", _("递补超时没有确认")
    OCCASION = "occasion", _("活动取消")
    OVER = "over", _("过了时间，没有等到空位")


class Channel(TextChoices):
    """How a sign-up came in."""

    ONLINE = "online", _("网上")
    COUNTER = "counter", _("电话、窗口")
    NEIGHBOUR = "neighbour", _("网格员代报")
    CHAT = "chat", _("接龙")
    WALK_IN = "walk_in", _("现场")


class Means(TextChoices):
    """How somebody was marked as there."""

    TICK = "tick", _("点名")
    SCAN = "scan", _("扫码")
    OFFLINE = "offline", _("离线补传")
    WALK_IN = "walk_in", _("现场到")
