"""新时代文明实践站: what takes place there again and again; each time is an occasion of `core.signup`."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huijia.core.signup.enums import Audience, OccasionKind
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock

WEEKDAYS = (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))


class Programme(CommunityOwned):
    """固定活动: on these weekdays (0: Monday) from `from_on` until the day before `until_on`.

    `skips_holidays`: not on days that are no working days by the calendar, weekends that are chosen apart.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    title = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("种类"), max_length=10, choices=OccasionKind.choices)
    about = models.TextField(_("说明"), blank=True)
    place_name = models.CharField(_("地点"), max_length=120)
    weekdays = models.JSONField(_("星期几"), default=list)
    starts = models.TimeField(_("开始"))
    ends = models.TimeField(_("结束"))
    capacity = models.PositiveIntegerField(_("名额"), null=True, blank=True)
    audience = models.CharField(_("谁可以报名"), max_length=10, choices=Audience.choices, default=Audience.OPEN)
    skips_holidays = models.BooleanField(_("节假日不办"), default=True)
    host = models.CharField(_("谁来办"), max_length=40, blank=True)
    from_on = models.DateField(_("哪天起"))
    until_on = models.DateField(_("哪天止"), null=True, blank=True)
    made_by_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("固定活动")
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="programme_ends_later", condition=Q(ends__gt=F("starts")))]
        indexes = [models.Index(fields=["community", "until_on", "id"], name="programme_by_end")]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> str:
        """每天 07:30–08:30; 每周二、四 …"""
        hours = f"{self.starts:%H:%M}–{self.ends:%H:%M}"
        days = sorted(self.weekdays)
        if days == list(range(7)):
            return str(_("每天 %(hours)s") % {"hours": hours})
        if days == list(range(5)):
            return str(_("周一到周五 %(hours)s") % {"hours": hours})
        said = "、".join(str(WEEKDAYS[day]) for day in days)
        return str(_("每周%(days)s %(hours)s") % {"days": said, "hours": hours})


class Skip(CommunityOwned):
    """停一次: a day on which a programme does not take place, and why."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="skips")
    day = models.DateField(_("哪天"))
    reason = models.CharField(_("原因"), max_length=120)
    made_by_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("停一次")
        ordering = ["day", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "day"], name="programme_skip_once")]

    def __str__(self) -> str:
        return f"{self.day}"
