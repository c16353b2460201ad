"""Who lives where, who holds which post, who looks after whom. Every relation that changes carries half-open dates."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import DocumentKind, Politics, PostKind, RegisterStatus, Sex
from huijia.core.places.models import Dwelling, Grid, Group
from huijia.kernel.communities.models import CommunityOwned


class Dated(models.Model):
    """A relation that holds on [starts_on, ends_on); an open end is null. Local dates."""

    starts_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def dated_right(name: str) -> models.CheckConstraint:
    """An end is never before its start."""
    return models.CheckConstraint(
        name=name, condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on"))
    )


class Person(CommunityOwned):
    """居民 on the roster, in the columns that every office keeps.

    Phone and document number are sealed; `phone_hash` and `id_hash` find them again. A double that was merged stays,
    with `merged_into` naming the row that goes on, so that what pointed at it is still true; who died stays too.
    """

    name = models.CharField(_("姓名"), max_length=40)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex.choices, blank=True)
    born_on = models.DateField(_("出生日期"), null=True, blank=True)
    phone_sealed = models.CharField(max_length=160, blank=True)
    phone_hash = models.CharField(max_length=80, blank=True)
    phone_tail = models.CharField(_("电话后四位"), max_length=4, blank=True)
    id_kind = models.CharField(_("证件类型"), max_length=10, choices=DocumentKind.choices, blank=True)
    id_sealed = models.CharField(max_length=200, blank=True)
    id_hash = models.CharField(max_length=80, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    education = models.CharField(_("文化程度"), max_length=20, blank=True)
    politics = models.CharField(_("政治面貌"), max_length=12, choices=Politics.choices, blank=True)
    registered_address = models.CharField(_("户籍地址"), max_length=160, blank=True)
    register_status = models.CharField(_("人户状态"), max_length=12, choices=RegisterStatus.choices, blank=True)
    employment = models.CharField(_("就业"), max_length=60, blank=True)
    key_groups = models.JSONField(_("重点类别"), default=list, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    died_on = models.DateField(_("去世日期"), null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="doubles")
    updated_on = models.DateField(_("更新日期"), null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="persons"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"], condition=models.Q(user__isnull=False), name="person_user_once"
            ),
        ]
        indexes = [
            models.Index(fields=["community", "phone_hash"]),
            models.Index(fields=["community", "id_hash"]),
            models.Index(fields=["community", "name"]),
        ]

    def __str__(self) -> str:
        return self.name


class Household(CommunityOwned):
    """户: those who live together. Its number is the office's own."""

    number = models.CharField(_("户号"), max_length=20)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["community", "number"], name="household_number_once")]

    def __str__(self) -> str:
        return self.number


class Residence(CommunityOwned, Dated):
    """Which household lives in which dwelling; of several homes at a time one is the main one."""

    is_main = models.BooleanField(_("主要住处"), default=True)
    household = models.ForeignKey(Household, models.PROTECT, related_name="residences")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="residences")

    class Meta:
        constraints = [dated_right("residence_dates")]
        indexes = [models.Index(fields=["dwelling", "starts_on"]), models.Index(fields=["household", "starts_on"])]


class HouseholdMember(CommunityOwned, Dated):
    """Who belongs to which household; exactly one head (户主) at a time is the verb's concern."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="households")
    relation = models.CharField(_("与户主关系"), max_length=20)
    is_head = models.BooleanField(_("户主"), default=False)

    class Meta:
        constraints = [dated_right("household_member_dates")]
        indexes = [models.Index(fields=["household", "starts_on"]), models.Index(fields=["person", "starts_on"])]


class Post(CommunityOwned, Dated):
    """职务. A matter's responsible person is a person in a post, so that the name stays true when posts change."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    kind = models.CharField(_("职务"), max_length=20, choices=PostKind.choices)
    title = models.CharField(_("分工"), max_length=40, blank=True)
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, blank=True, related_name="posts")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="posts")

    class Meta:
        ordering = ["id"]
        constraints = [dated_right("post_dates")]
        indexes = [
            models.Index(fields=["community", "kind", "starts_on"]),
            models.Index(fields=["person", "starts_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.person.name}({PostKind(self.kind).label})"


class Care(CommunityOwned, Dated):
    """Which member household (党员中心户) looks after which household."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="cares")
    household = models.ForeignKey(Household, models.PROTECT, related_name="cares")

    class Meta:
        constraints = [dated_right("care_dates")]
        indexes = [models.Index(fields=["household", "starts_on"]), models.Index(fields=["post", "starts_on"])]


class Absence(CommunityOwned):
    """Leave of a person with a deputy who acts *for* them on [starts_at, ends_at); both names are shown."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="deputy_for")
    starts_at = models.DateTimeField(_("自"))
    ends_at = models.DateTimeField(_("至"))
    reason = models.CharField(_("原因"), max_length=120)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_dates", condition=models.Q(ends_at__gt=models.F("starts_at"))),
            models.CheckConstraint(name="absence_other_deputy", condition=~models.Q(person=models.F("deputy"))),
        ]
        indexes = [models.Index(fields=["community", "ends_at"])]
