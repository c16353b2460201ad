"""入户安检: what is looked at, which homes, what was found, and that it was put right."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Matter
from huijia.core.people.enums import KeyGroup
from huijia.core.places.models import Dwelling, Grid, Group
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock
from huijia.serve.inspections.enums import HazardState, HomeState, Level, NoticeSigned, Result, Subject


class Checklist(CommunityOwned):
    """检查表, one version of it. `items`: [{code, text, level}], the level that a failing item has by default.

    Another wording is another version; records keep the one they were made on.
    """

    subject = models.CharField(_("查什么"), max_length=10, choices=Subject.choices)
    name = models.CharField(_("名称"), max_length=40)
    number = models.PositiveIntegerField(_("版本"), default=1)
    items = models.JSONField(_("检查项"), default=list)
    is_current = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now)
    made_label = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("检查表")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["community", "name", "number"], name="checklist_version_once"),
            models.UniqueConstraint(
                fields=["community", "name"], condition=Q(is_current=True), name="checklist_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


class Campaign(CommunityOwned):
    """安检行动. Its homes are those that were lived in within the scope when it was planned."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    name = models.CharField(_("名称"), max_length=60)
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="campaigns", verbose_name=_("检查表"))
    partner = models.CharField(_("一起查的单位"), max_length=60, blank=True)
    starts_on = models.DateField(_("从哪天"))
    ends_on = models.DateField(_("到哪天"))
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("网格"))
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("村组"))
    key_group = models.CharField(_("哪些户"), max_length=20, choices=KeyGroup.choices, blank=True)
    closed_at = models.DateTimeField(_("结束"), null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_label = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("安检行动")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(name="campaign_days", condition=Q(ends_on__gte=models.F("starts_on")))]
        indexes = [models.Index(fields=["community", "-id"], name="campaign_newest")]

    def __str__(self) -> str:
        return self.name


class Home(CommunityOwned):
    """应检户: one home of one campaign. `failed`: knocks in vain; `checked_on`: when somebody was first let in."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="homes")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="inspections")
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="+")
    state = models.CharField(_("情况"), max_length=10, choices=HomeState.choices, default=HomeState.TODO)
    failed = models.PositiveSmallIntegerField(_("没进门的次数"), default=0)
    last_on = models.DateField(null=True)
    checked_on = models.DateField(null=True)
    report = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("应检户")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "dwelling"], name="inspection_home_once")]
        indexes = [
            models.Index(fields=["campaign", "grid", "state"], name="inspection_home_grid"),
            models.Index(fields=["campaign", "state"], name="inspection_home_state"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.dwelling_id}"


class Check(CommunityOwned):
    """一次安检. `answers`: {code of the item: verdict}, [] of items where nobody was let in."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    home = models.ForeignKey(Home, models.PROTECT, related_name="checks")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="+")
    place_name = models.CharField(_("地址"), max_length=160)
    result = models.CharField(_("结果"), max_length=10, choices=Result.choices)
    answers = models.JSONField(default=dict)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    partner_name = models.CharField(_("一起去的人"), max_length=40, blank=True)
    signed = models.CharField(_("通知签收"), max_length=10, choices=NoticeSigned.choices, blank=True)
    signed_by = models.CharField(_("谁签收的"), max_length=40, blank=True)
    at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(default=clock.now)
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(_("谁查的"), max_length=80)

    class Meta:
        verbose_name = _("安检记录")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["community", "-id"], name="check_newest"),
            models.Index(fields=["home", "-id"], name="check_home"),
        ]

    def __str__(self) -> str:
        return self.ticket

    @property
    def ticket(self) -> str:
        """安检编号, from the row: `J260413-031`."""
        return f"J{clock.local(self.at):%y%m%d}-{self.pk:03d}"


class Hazard(CommunityOwned):
    """隐患. It ends only with a later check that saw it put right (`closed_by`)."""

    check_made = models.ForeignKey(Check, models.PROTECT, related_name="hazards")
    home = models.ForeignKey(Home, models.PROTECT, related_name="hazards")
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="+")
    item = models.CharField(max_length=10)
    text = models.CharField(_("隐患"), max_length=120)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    level = models.CharField(_("等级"), max_length=10, choices=Level.choices)
    due_on = models.DateField(_("整改期限"))
    state = models.CharField(_("状态"), max_length=10, choices=HazardState.choices, default=HazardState.OPEN)
    closed_by = models.ForeignKey(Check, models.PROTECT, null=True, blank=True, related_name="put_right")
    closed_on = models.DateField(null=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("隐患")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["check_made", "item"], name="hazard_once"),
            models.CheckConstraint(
                name="hazard_closed_by_a_check",
                condition=Q(state=HazardState.OPEN, closed_by=None)
                | Q(state=HazardState.CLOSED, closed_by__isnull=False, closed_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "due_on", "id"], name="hazard_due"),
            models.Index(fields=["home", "state"], name="hazard_home"),
            models.Index(fields=["matter"], name="hazard_matter", condition=Q(matter__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def said(self) -> str:
        """Items are worded as it should be, so a hazard says what is not so."""
        return _now("没做到“%(text)s”") % {"text": self.text}
