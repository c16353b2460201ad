from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What somebody went for."""

    ROUTINE = "routine", _("日常走访")
    CARE = "care", _("关爱探访")
    RETURN = "return", _("回访")
    STUDY = "study", _("送学上门")
    TELL = "tell", _("上门告知")


class Means(TextChoices):
    """How they spoke. Only the first two count as having been there."""

    HOME = "home", _("到了家里")
    OUTSIDE = "outside", _("门外或路上")
    PHONE = "phone", _("打电话")


class Outcome(TextChoices):
    MET = "met", _("见到了人")
    NOBODY = "nobody", _("家中无人")
    LATER = "later", _("不方便，改日")


class Gone(TextChoices):
    """Is what was found here before gone? 好了没有."""

    YES = "yes", _("已经好了")
    NO = "no", _("还没好")
    UNSEEN = "unseen", _("这次没看到")
