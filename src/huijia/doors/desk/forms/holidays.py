"""Days off and make-up working days: from when to when, and what for."""

from datetime import date, timedelta

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.formkit import OfficeForm, day_field
from huijia.kernel.communities import actions
from huijia.kernel.communities.errors import Refusal

# The longest holiday has nine days; a whole month entered at once is a slip of the finger.
MOST_DAYS = 31
KINDS = (("free", _("放假")), ("working", _("调休上班")))


class HolidayForm(OfficeForm):
    kind = forms.ChoiceField(label=_("这几天"), choices=KINDS, initial="free", widget=forms.RadioSelect)
    starts_on = day_field(_("从"))
    ends_on = day_field(_("到"), required=False, help_text=_("含这一天；只有一天就不填。"))
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("例如：春节、国庆节调休。"))

    def days(self) -> list[date]:
        """
        Raises:
            Refusal: the end before the start, or too many days.
        """
        first = self.cleaned_data["starts_on"]
        count = ((self.cleaned_data["ends_on"] or first) - first).days + 1
        if count < 1:
            raise Refusal(_("结束日期不能早于开始日期"), field="ends_on")
        if count > MOST_DAYS:
            raise Refusal(_("一次最多 %(most)s 天，请核对日期") % {"most": MOST_DAYS}, field="ends_on")
        return [first + timedelta(days=step) for step in range(count)]

    def act(self) -> list[date]:
        """One verb for each day, all or none; the days."""
        days = self.days()
        working, name = self.cleaned_data["kind"] == "working", self.cleaned_data["name"].strip()
        with transaction.atomic():
            for day in days:
                actions.set_holiday(day, working=working, name=name, by=self.access)
        return days
