from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an order for a service at home stands."""

    ASKED = "asked", _("待安排")
    ARRANGED = "arranged", _("已约好")
    ON_THE_WAY = "on_the_way", _("已出发")
    NOBODY_HOME = "nobody_home", _("家中无人")
    DONE = "done", _("已完成")
    CANCELLED = "cancelled", _("已取消")
    REFUSED = "refused", _("不能上门")


# The worker's time is taken.
BUSY_STATES = (State.ARRANGED, State.ON_THE_WAY)
OPEN_STATES = (State.ASKED, *BUSY_STATES, State.NOBODY_HOME)


class PartOfDay(TextChoices):
    """What the resident wishes; the agreed hour is the office's answer."""

    ANY = "any", _("都可以")
    MORNING = "morning", _("上午")
    AFTERNOON = "afternoon", _("下午")
    EVENING = "evening", _("傍晚")
