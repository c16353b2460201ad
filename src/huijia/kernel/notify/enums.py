"""Closed sets of words used by notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a notice stands. `failed` can never be sent as it is; `dead` was tried too often; `practice` was written
    in a practice copy, which sends nothing."""

    QUEUED = "queued", _("待发")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发")
    FAILED = "failed", _("无法发送")
    DEAD = "dead", _("多次失败")
    PRACTICE = "practice", _("练习，不发送")
