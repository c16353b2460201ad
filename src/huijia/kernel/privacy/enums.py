from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How somebody said yes or no."""

    OWN = "own", _("本人登录后点选")
    PAPER = "paper", _("当面签字")
    PHONE = "phone", _("电话核对")


class Ask(models.TextChoices):
    """What somebody may ask of the office about their own data (个人信息保护法 44 to 47)."""

    ACCESS = "access", _("查阅")
    COPY = "copy", _("复制")
    CORRECT = "correct", _("更正")
    DELETE = "delete", _("删除")


class AskState(models.TextChoices):
    OPEN = "open", _("待答复")
    ANSWERED = "answered", _("已办")
    REFUSED = "refused", _("不予办理")
