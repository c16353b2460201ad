from django.db import models
from django.utils.translation import gettext_lazy as _


class Checked(models.TextChoices):
    """How the office made sure to whom it gives a login."""

    CARD = "card", _("当面看了证件")
    KNOWN = "known", _("当面，认识本人")
    PHONE = "phone", _("电话里核对了两个问题")
    DOOR = "door", _("网格员上门送到户")


class Question(models.TextChoices):
    """Questions that only the person can answer; two of them by telephone."""

    BORN = "born", _("出生年月日")
    ADDRESS = "address", _("住址")
    ID_TAIL = "id_tail", _("身份证后四位")
    FAMILY = "family", _("同住家人的姓名")
    MATTER = "matter", _("最近反映过什么事")
