from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Which hours these are."""

    REGULAR = "regular", _("平时")
    EXTENDED = "extended", _("预约延时")
    WEEKEND = "weekend", _("周末加时")
    DEMAND = "demand", _("居民要求加时")


EXTRA = (Kind.EXTENDED, Kind.WEEKEND, Kind.DEMAND)
"""Outside office hours: open to those who have an appointment, and staff's time there is kept."""


class TurnState(TextChoices):
    """A number's life at the counter."""

    WAITING = "waiting", _("等候")
    CALLED = "called", _("办理中")
    SERVED = "served", _("已办")
    GONE = "gone", _("过号")


class Rank(IntegerChoices):
    """Who goes first; those of one rank by the moment at which they came."""

    BOOKED = 1, _("按时到的预约")
    FIRST = 2, _("优先(老人、孕妇、残疾人)")
    WALK_IN = 3, _("现场")


class Outcome(TextChoices):
    DONE = "done", _("当场办好")
    ACCEPTED = "accepted", _("已收件，办好通知")
    LACKING = "lacking", _("材料不齐，已一次性告知")
    ELSEWHERE = "elsewhere", _("不归社区办，已指引")


class AskState(TextChoices):
    """A wish for extra hours on a day."""

    OPEN = "open", _("等社区答复")
    GRANTED = "granted", _("已加时")
    DECLINED = "declined", _("不能加时")
