from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ShiftKind(TextChoices):
    """班次: in office hours the desk answers; outside them the number that is forwarded to."""

    OFFICE = "office", _("工作时间")
    AFTER = "after", _("非工作时间")


class DayKey(IntegerChoices):
    """Which day of the pattern a date is filled from."""

    MONDAY = 0, _("周一")
    TUESDAY = 1, _("周二")
    WEDNESDAY = 2, _("周三")
    THURSDAY = 3, _("周四")
    FRIDAY = 4, _("周五")
    SATURDAY = 5, _("周六")
    SUNDAY = 6, _("周日")
    HOLIDAY = 7, _("节假日")


class TurnBy(TextChoices):
    """How several people share one line of the pattern."""

    WEEK = "week", _("按周轮")
    DAY = "day", _("按天轮")


class Answer(TextChoices):
    """What became of a request to swap."""

    PENDING = "pending", _("等对方答复")
    GRANTED = "granted", _("已换班")
    REFUSED = "refused", _("对方不同意")
    WITHDRAWN = "withdrawn", _("已撤回")


class CallKind(TextChoices):
    """Why somebody has to be called."""

    MISSED = "missed", _("漏接")
    PROMISED = "promised", _("约定回电")


class CallState(TextChoices):
    """待回电 → 已接通 or 不用回. Trying in vain leaves it 待回电."""

    WAITING = "waiting", _("待回电")
    REACHED = "reached", _("已接通")
    DROPPED = "dropped", _("不用回")
