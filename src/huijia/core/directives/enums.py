from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Wants(TextChoices):
    """What answer the street wants."""

    TEXT = "text", _("文字说明")
    NUMBER = "number", _("一个数字")
    FILE = "file", _("填好的 Excel 或 Word 表")
    DONE = "done", _("办了没有")


class Stage(TextChoices):
    """Of the directive as a whole."""

    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已结束")
    WITHDRAWN = "withdrawn", _("已撤回")


class State(TextChoices):
    """Of one community's copy; names what is waited for."""

    SENT = "sent", _("待接收")
    RECEIVED = "received", _("已接收")
    GIVEN = "given", _("已转事项")
    ANSWERED = "answered", _("待街道确认")
    ACCEPTED = "accepted", _("已通过")
    RETURNED = "returned", _("社区退回")
    EXCUSED = "excused", _("免办")
    WITHDRAWN = "withdrawn", _("已撤回")


WAITS_FOR_COMMUNITY = (State.SENT, State.RECEIVED, State.GIVEN)
WAITS_FOR_STREET = (State.ANSWERED, State.RETURNED)
OVER = (State.ACCEPTED, State.EXCUSED, State.WITHDRAWN)
