"""What holds from one day to another."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


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
