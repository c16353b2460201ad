"""代办帮办: what the community sees to on a resident's behalf, and whose hands each paper passes through."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Channel, Satisfaction, Source
from huijia.core.people.models import Person, Post
from huijia.core.places.models import Dwelling, Grid
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock
from huijia.serve.errands.enums import (
    HELD_STATES,
    OPEN_STATES,
    Holder,
    Mandated,
    Outcome,
    PaperKind,
    Signed,
    State,
    Way,
)


class ErrandService(CommunityOwned):
    """代办项目. `materials`: one to a line, as `papers.read` understands them."""

    name = models.CharField(_("名称"), max_length=40)
    office = models.CharField(_("到哪里办"), max_length=60)
    materials = models.TextField(_("要带的材料"), blank=True)
    days = models.PositiveSmallIntegerField(_("一般几个工作日"), default=5)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    is_active = models.BooleanField(_("提供"), default=True)

    class Meta:
        verbose_name = _("代办项目")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="errand_service_once")]

    def __str__(self) -> str:
        return self.name


class Errand(CommunityOwned):
    """一件代办. One agent at a time (`agent`, a person in a post); `mandate_text` is what was agreed to, word for word.

    `mandate_by`: who gave the mandate, the person or somebody of the family. `outcome` with `result`: what the agent
    reports; it ends (`CLOSED`) when no paper is with the agent or at an office any more.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.ASKED)
    service = models.ForeignKey(ErrandService, models.PROTECT, related_name="errands", verbose_name=_("办什么"))
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, null=True, blank=True, related_name="+")
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("网格"))
    place_name = models.CharField(_("地址"), max_length=120)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="errands")
    name = models.CharField(_("给谁办"), max_length=40)
    phone_sealed = models.CharField(max_length=160)
    phone_hash = models.CharField(max_length=80)
    phone_tail = models.CharField(_("电话后四位"), max_length=4)
    note = models.CharField(_("要说明的"), max_length=200, blank=True)
    agent = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="errands")
    agent_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agent_label = models.CharField(_("代办人"), max_length=80, blank=True)
    mandate_text = models.CharField(_("委托的话"), max_length=500, blank=True)
    mandate_by = models.CharField(_("谁委托的"), max_length=40, blank=True)
    mandate_means = models.CharField(_("怎么委托的"), max_length=10, choices=Mandated.choices, blank=True)
    mandated_at = models.DateTimeField(_("委托时间"), null=True, blank=True)
    due_on = models.DateField(_("哪天前办好"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, blank=True)
    result = models.CharField(_("办得怎样"), max_length=500, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    end_reason = models.CharField(_("原因"), max_length=200, blank=True)
    satisfaction = models.CharField(_("评价"), max_length=12, choices=Satisfaction.choices, blank=True)
    grade_words = models.CharField(_("评价的话"), max_length=200, blank=True)
    graded_via = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    graded_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(_("提出时间"))
    asked_by_id = models.BigIntegerField(null=True)
    asked_label = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("代办")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="errand_held_has_agent",
                condition=~Q(state__in=[*HELD_STATES, State.CLOSED])
                | Q(agent__isnull=False, agent_person__isnull=False, mandated_at__isnull=False, mandate_text__gt=""),
            ),
            models.CheckConstraint(
                name="errand_reported_has_result",
                condition=~Q(state__in=[State.REPORTED, State.CLOSED]) | Q(outcome__gt="", result__gt=""),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "due_on"], name="errand_state"),
            models.Index(fields=["agent_person", "state"], name="errand_agent"),
            models.Index(fields=["community", "-id"], name="errand_newest"),
            models.Index(fields=["community", "ended_at"], name="errand_ended"),
            models.Index(fields=["community", "phone_hash"], name="errand_phone"),
            models.Index(fields=["person", "-id"], name="errand_person"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket} {self.service}"

    @property
    def ticket(self) -> str:
        """代办编号, made like a matter's: the local day and the row's own number."""
        return f"{clock.local(self.asked_at):%y%m%d}-{self.pk:03d}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Paper(CommunityOwned):
    """一份材料. `holder` is in whose hand it is, `moves` how often it changed hands; both change only with a `Move`."""

    errand = models.ForeignKey(Errand, models.PROTECT, related_name="papers")
    name = models.CharField(_("材料"), max_length=60)
    kind = models.CharField(_("原件还是复印件"), max_length=10, choices=PaperKind.choices)
    count = models.PositiveSmallIntegerField(_("份数"), default=1)
    is_new = models.BooleanField(_("新办出来的"), default=False)
    holder = models.CharField(_("在谁手里"), max_length=10, choices=Holder.choices)
    moves = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("材料")
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="errand_paper_count", condition=Q(count__gte=1, moves__gte=1))]

    def __str__(self) -> str:
        return f"{self.name} {self.get_kind_display()}×{self.count}"


class Handing(CommunityOwned):
    """一次交接: papers that changed hands together, with who gave and who took, and a signature where one is due."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    errand = models.ForeignKey(Errand, models.PROTECT, related_name="handings")
    way = models.CharField(_("交接"), max_length=10, choices=Way.choices)
    at = models.DateTimeField(_("时间"))
    agent_label = models.CharField(_("代办人"), max_length=80)
    other = models.CharField(_("对方"), max_length=60, blank=True)
    signed = models.CharField(_("签字"), max_length=10, choices=Signed.choices, blank=True)
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("交接")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="errand_handing_signed",
                condition=~Q(way__in=[Way.RECEIVE, Way.HAND_BACK]) | Q(signed__gt="", other__gt=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.errand_id} {self.way}"


class Move(CommunityOwned):
    """One paper in one handing. `number` counts the paper's moves from 1: no move is missing, none stands twice."""

    handing = models.ForeignKey(Handing, models.PROTECT, related_name="moves")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="chain")
    number = models.PositiveIntegerField()
    giver = models.CharField(max_length=10, choices=Holder.choices)
    taker = models.CharField(max_length=10, choices=Holder.choices)

    class Meta:
        verbose_name = _("材料去向")
        ordering = ["paper", "number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="errand_move_once")]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.number}"


class Step(CommunityOwned):
    """跑一趟: what was done at the outside office."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    errand = models.ForeignKey(Errand, models.PROTECT, related_name="steps")
    at = models.DateTimeField(_("时间"))
    office = models.CharField(_("到哪里"), max_length=60)
    done = models.CharField(_("办了什么"), max_length=300)
    next_on = models.DateField(_("下次哪天再去"), null=True, blank=True)
    by_label = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("跑一趟")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.errand_id} {self.at}"
