from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.scoping import ScopedManager, validating

TWELVE_DIGITS = RegexValidator(r"^\d{12}$", _("区划代码应为 12 位数字。"))


class District(models.Model):
    name = models.CharField(_("名称"), max_length=60)
    code = models.CharField(_("区划代码"), max_length=12, unique=True)

    class Meta:
        verbose_name = _("区")
        verbose_name_plural = _("区")

    def __str__(self) -> str:
        return self.name


class Street(models.Model):
    district = models.ForeignKey(District, models.PROTECT, related_name="streets", verbose_name=_("区"))
    name = models.CharField(_("名称"), max_length=60)
    code = models.CharField(_("区划代码"), max_length=12, unique=True)

    class Meta:
        verbose_name = _("街道")
        verbose_name_plural = _("街道")

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """One office and what it looks after. `lon`, `lat`: the centre, degrees, WGS-84.

    `practice_of`: a practice copy (练习) beside that community, for trying without fear. It has the same code, sends
    nothing, and stands in no list, figure or count: `queries.live()` leaves it out.
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="communities", verbose_name=_("街道"))
    name = models.CharField(_("名称"), max_length=60)
    slug = models.SlugField(_("网址中的短名"), max_length=40, unique=True)
    code12 = models.CharField(_("区划代码"), max_length=12, validators=[TWELVE_DIGITS])
    hotline = models.CharField(_("热线"), max_length=30, blank=True)
    motto = models.CharField(_("一句话"), max_length=60, blank=True)
    lon = models.FloatField(_("经度"), null=True, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    opened_on = models.DateField(_("启用日期"), null=True, blank=True)
    practice_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="practice", verbose_name=_("是谁的练习")
    )

    class Meta:
        verbose_name = _("社区")
        verbose_name_plural = _("社区")
        constraints = [
            models.UniqueConstraint(
                fields=["code12"], condition=models.Q(practice_of=None), name="community_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_practice(self) -> bool:
        return self.practice_of_id is not None


class CommunityOwned(models.Model):
    """Belongs to one community. Read it as `Model.objects.of(community)`; see `scoping`."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+", verbose_name=_("社区"))

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()

    class Meta:
        abstract = True

    def _perform_unique_checks(self, unique_checks: Any) -> Any:
        with validating():
            return super()._perform_unique_checks(unique_checks)  # type: ignore[misc]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        with validating():
            super().validate_constraints(exclude=exclude)


class Holiday(models.Model):
    """A day that differs from the rule, for all communities: `working` True is a make-up working day."""

    date = models.DateField(_("日期"), unique=True)
    working = models.BooleanField(_("上班"), default=False)
    name = models.CharField(_("名称"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("节假日")
        verbose_name_plural = _("节假日")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"


class Option(CommunityOwned):
    """What this community agreed on, where it differs from the default in `options.SPECS`."""

    key = models.CharField(_("约定"), max_length=60)
    value = models.JSONField(_("值"))
    changed_at = models.DateTimeField(_("更改时间"))

    class Meta:
        verbose_name = _("本社区约定")
        verbose_name_plural = _("本社区约定")
        constraints = [models.UniqueConstraint(fields=["community", "key"], name="option_once_per_community")]

    def __str__(self) -> str:
        return self.key
