from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Subject(TextChoices):
    """What is looked at."""

    GAS = "gas", _("燃气")
    FIRE = "fire", _("消防")
    EBIKE = "ebike", _("电动自行车")
    RENTAL = "rental", _("出租房")
    OTHER = "other", _("其他")


class Result(TextChoices):
    """What came of one knock at the door."""

    GOOD = "good", _("正常")
    HAZARD = "hazard", _("有隐患")
    MISSED = "missed", _("到访不遇")
    REFUSED = "refused", _("拒检")
    VACANT = "vacant", _("空置")


INSIDE = (Result.GOOD, Result.HAZARD)
FAILED = (Result.MISSED, Result.REFUSED)


class HomeState(TextChoices):
    """Where a home stands in a campaign."""

    TODO = "todo", _("待检")
    GOOD = "good", _("正常")
    HAZARD = "hazard", _("有隐患")
    MISSED = "missed", _("到访不遇")
    REFUSED = "refused", _("拒检")
    VACANT = "vacant", _("空置")


AGAIN = (HomeState.TODO, HomeState.MISSED, HomeState.REFUSED)
"""Somebody still has to go there."""


class Verdict(TextChoices):
    PASS = "pass", _("合格")
    FAIL = "fail", _("不合格")
    NA = "na", _("不适用")


class Level(TextChoices):
    """隐患等级."""

    MINOR = "minor", _("一般")
    MAJOR = "major", _("较大")
    SEVERE = "severe", _("严重")


class HazardState(TextChoices):
    OPEN = "open", _("待整改")
    CLOSED = "closed", _("已整改")


class NoticeSigned(TextChoices):
    """整改通知 signed how."""

    SCREEN = "screen", _("在屏幕上签")
    PAPER = "paper", _("在纸上签")
    NONE = "none", _("没有签")
