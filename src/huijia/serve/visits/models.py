"""走访: how often doors are to be visited, who went to which door, what was said, and what came of it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Matter
from huijia.core.people.enums import KeyGroup
from huijia.core.people.models import Person
from huijia.core.places.models import Dwelling, Grid
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock
from huijia.serve.visits.enums import Gone, Kind, Means, Outcome


class Rule(CommunityOwned):
    """走访要求: every home, or every home where somebody of a key group lives, once in `every_days`.

    `grid` None: in the whole community. A door falls under all rules that fit; the soonest day counts.
    """

    name = models.CharField(_("名称"), max_length=40)
    key_group = models.CharField(_("哪些户"), max_length=20, choices=KeyGroup.choices, blank=True)
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("网格"))
    every_days = models.PositiveSmallIntegerField(_("至少多少天一次"))
    starts_on = models.DateField(_("从哪天起"))
    is_active = models.BooleanField(_("在用"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("走访要求")
        ordering = ["every_days", "id"]
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="visit_rule_name_once"),
            models.CheckConstraint(name="visit_rule_days", condition=Q(every_days__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name


class DoorPlan(CommunityOwned):
    """When a door is to be visited next: worked out from rules and visits by `plan.replan`, never typed.

    `rules`: ids of those that fit. `last_on`: when somebody was met here last. `missed`: tries since then that met
    nobody. `agreed_on`: the day agreed on at the last visit. `due_on` None: no rule fits and nothing is agreed.
    """

    dwelling = models.OneToOneField(Dwelling, models.PROTECT, related_name="visit_plan")
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="+")
    rules = models.JSONField(default=list)
    every_days = models.PositiveSmallIntegerField(null=True)
    last_on = models.DateField(null=True)
    missed = models.PositiveSmallIntegerField(default=0)
    agreed_on = models.DateField(null=True)
    due_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("门户走访安排")
        indexes = [
            models.Index(fields=["community", "due_on"], name="visit_plan_due"),
            models.Index(fields=["grid", "due_on"], name="visit_plan_grid"),
        ]

    def __str__(self) -> str:
        return f"{self.dwelling_id} {self.due_on}"


class Round(CommunityOwned):
    """出门: one walk of one person, begun and ended by a press; nothing is tracked on it."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    user_id = models.BigIntegerField()
    label = models.CharField(max_length=80)
    started_at = models.DateTimeField(_("出门时间"))
    ended_at = models.DateTimeField(_("收工时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("出门")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user_id"], condition=Q(ended_at=None), name="visit_round_one_open"
            ),
            models.CheckConstraint(
                name="visit_round_ends_later", condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at"))
            ),
        ]
        indexes = [models.Index(fields=["started_at"], name="visit_round_open", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.label} {self.started_at}"


class Visit(CommunityOwned):
    """一次走访. `uuid` is the client's. `matter`: what was found, if it could not be settled on the spot.

    `visitor_id`: the login that went, or whose paper it is; `visitor_label` its name then. `person`: of those living
    there, with whom one spoke. `study_topic`, `study_minutes`: of 送学上门 alone. `is_paper`: entered from paper later.
    A visit that was entered at the wrong door is struck out (`voided_at`) with a reason and counts no more.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices, default=Kind.ROUTINE)
    means = models.CharField(_("方式"), max_length=10, choices=Means.choices, default=Means.HOME)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices)
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="visits")
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="+", verbose_name=_("网格"))
    place_name = models.CharField(_("地址"), max_length=160)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="visits")
    asked = models.CharField(_("居民说了什么"), max_length=500, blank=True)
    done = models.CharField(_("当场办了什么"), max_length=500, blank=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    next_on = models.DateField(_("下次哪天来"), null=True, blank=True)
    study_topic = models.CharField(_("学了什么"), max_length=80, blank=True)
    study_minutes = models.PositiveSmallIntegerField(_("学了多少分钟"), null=True, blank=True)
    at = models.DateTimeField(_("走访时间"))
    recorded_at = models.DateTimeField(default=clock.now)
    is_paper = models.BooleanField(_("纸质补录"), default=False)
    round = models.ForeignKey(Round, models.SET_NULL, null=True, blank=True, related_name="visits")
    visitor_id = models.BigIntegerField(null=True)
    visitor_label = models.CharField(_("谁去的"), max_length=80)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("走访")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="visit_study_whole",
                condition=~Q(kind=Kind.STUDY) | ~Q(outcome=Outcome.MET) | Q(study_topic__gt="", study_minutes__gte=1),
            ),
            models.CheckConstraint(
                name="visit_void_has_reason", condition=Q(voided_at=None) | Q(void_reason__gt="")
            ),
        ]
        indexes = [
            models.Index(fields=["community", "-at", "-id"], name="visit_by_moment"),
            models.Index(fields=["grid", "-at", "-id"], name="visit_by_grid"),
            models.Index(fields=["dwelling", "-at"], name="visit_by_door"),
            models.Index(fields=["community", "visitor_id", "-at"], name="visit_by_visitor"),
            models.Index(fields=["person", "-id"], name="visit_by_person"),
            models.Index(fields=["matter"], name="visit_by_matter", condition=Q(matter__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.ticket

    @property
    def ticket(self) -> str:
        """走访编号, from the row: `V260413-031`."""
        return f"V{clock.local(self.at):%y%m%d}-{self.pk:03d}"

    @property
    def stands(self) -> bool:
        return self.voided_at is None


class Recheck(CommunityOwned):
    """好了没有: what a later visit saw of a matter that an earlier one had found at this door.

    `again`: the matter that took its place, where the first could no longer be opened; doors ask about that one then.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="rechecks")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    again = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    gone = models.CharField(_("好了没有"), max_length=10, choices=Gone.choices)
    note = models.CharField(_("看到了什么"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("复看")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["visit", "matter"], name="visit_recheck_once")]
        indexes = [models.Index(fields=["matter", "-id"], name="visit_recheck_matter")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.matter_id} {self.gone}"
