from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    PRESSURE = "pressure", _("血压")
    GLUCOSE = "glucose", _("血糖")


class Timing(TextChoices):
    """When the blood sugar was taken."""

    FASTING = "fasting", _("空腹")
    AFTER = "after", _("餐后 2 小时")
    RANDOM = "random", _("随机")


class Level(TextChoices):
    """How a reading compares with the usual range; a health value itself, so it is never stored in the clear."""

    USUAL = "usual", _("在一般范围")
    RAISED = "raised", _("本次测量略高")
    HIGH = "high", _("本次测量偏高")
    LOW = "low", _("本次测量偏低")
    URGENT = "urgent", _("请马上就医")


class FollowState(TextChoices):
    OPEN = "open", _("待随访")
    DONE = "done", _("已随访")


class Outcome(TextChoices):
    """What a follow-up heard."""

    SEEN = "seen", _("已经就医")
    LATER = "later", _("还没有去，约了再问")
    REFUSED = "refused", _("本人不去")
    UNREACHED = "unreached", _("没有联系上")
