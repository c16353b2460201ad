"""服务到家: what the community does at home, and the orders for it, each at an agreed hour with one worker."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Channel, Satisfaction, Source
from huijia.core.matters.models import Matter
from huijia.core.people.models import Person, Post
from huijia.core.places.models import Dwelling, Grid
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock
from huijia.serve.home_orders.enums import BUSY_STATES, OPEN_STATES, PartOfDay, State


class HomeService(CommunityOwned):
    """上门服务项目. `kinds`: codes of `PostKind` whose holders may do it, [] for all."""

    name = models.CharField(_("名称"), max_length=40)
    minutes = models.PositiveSmallIntegerField(_("一般多少分钟"), default=30)
    note = models.CharField(_("说明"), max_length=120, blank=True)
    kinds = models.JSONField(_("谁可以做"), default=list, blank=True)
    is_active = models.BooleanField(_("提供"), default=True)

    class Meta:
        verbose_name = _("上门服务项目")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="home_service_name_once")]

    def __str__(self) -> str:
        return self.name


class HomeOrder(CommunityOwned):
    """One order. `worker_person` is the person of `worker`: one person is at one door at a time, in whatever post.

    `starts_at`, `ends_at`: the agreed hour. `is_extra`: agreed outside office hours (延时、周末加时). `put_offs`: how
    often the agreed hour was changed by the office. `reminded`: 1 after the day before's reminder, 2 after the last.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.ASKED)
    service = models.ForeignKey(HomeService, models.PROTECT, related_name="orders", verbose_name=_("服务"))
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, null=True, blank=True, related_name="+")
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("网格"))
    place_name = models.CharField(_("地址"), max_length=120)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="home_orders")
    name = models.CharField(_("联系人"), max_length=40)
    phone_sealed = models.CharField(max_length=160)
    phone_hash = models.CharField(max_length=80)
    phone_tail = models.CharField(_("电话后四位"), max_length=4)
    note = models.CharField(_("要注意的"), max_length=200, blank=True)
    wished_on = models.DateField(_("希望哪天"))
    wished_part = models.CharField(_("希望什么时候"), max_length=10, choices=PartOfDay.choices, default=PartOfDay.ANY)
    worker = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="home_orders")
    worker_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    worker_label = models.CharField(_("上门的人"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("约定时间"), null=True, blank=True)
    ends_at = models.DateTimeField(_("约定结束"), null=True, blank=True)
    arranged_at = models.DateTimeField(null=True, blank=True)
    is_extra = models.BooleanField(_("非办公时间"), default=False)
    put_offs = models.PositiveSmallIntegerField(_("改约次数"), default=0)
    reminded = models.PositiveSmallIntegerField(default=0)
    set_out_at = models.DateTimeField(_("出发时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("服务分钟"), null=True, blank=True)
    result = models.CharField(_("做了什么"), max_length=500, blank=True)
    end_reason = models.CharField(_("原因"), max_length=200, blank=True)
    satisfaction = models.CharField(_("评价"), max_length=12, choices=Satisfaction.choices, blank=True)
    grade_words = models.CharField(_("评价的话"), max_length=200, blank=True)
    graded_via = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    graded_at = models.DateTimeField(null=True, blank=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("预约时间"))
    asked_by_id = models.BigIntegerField(null=True)
    asked_label = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("上门服务预约")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="home_order_busy_has_worker",
                condition=~models.Q(state__in=[*BUSY_STATES, State.DONE])
                | models.Q(worker__isnull=False, worker_person__isnull=False, starts_at__isnull=False),
            ),
            models.CheckConstraint(
                name="home_order_hour",
                condition=models.Q(starts_at=None, ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
            ),
            models.CheckConstraint(
                name="home_order_done_has_result", condition=~models.Q(state=State.DONE) | models.Q(result__gt="")
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "starts_at"], name="home_order_state"),
            models.Index(fields=["worker_person", "starts_at"], name="home_order_worker"),
            models.Index(fields=["community", "-id"], name="home_order_newest"),
            models.Index(fields=["dwelling", "-id"], name="home_order_dwelling"),
            models.Index(fields=["community", "phone_hash"], name="home_order_phone"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket} {self.service}"

    @property
    def ticket(self) -> str:
        """预约编号, made like a matter's: the local day and the row's own number."""
        return f"{clock.local(self.asked_at):%y%m%d}-{self.pk:03d}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
