"""The period picker. It reads addresses; nonsense falls back to this year and says so beside the field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.insight.figures import period
from huijia.insight.figures.period import Period
from huijia.lib import clock


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class PeriodForm(forms.Form):
    """`from` and `to`, both included. `chosen` is what to compute, whatever was typed."""

    def __init__(self, data: Any) -> None:
        self.standard = period.this_year(clock.today())
        given = {name: str(data.get(name, "")).strip()[:20] for name in ("from", "to")}
        if not any(given.values()):
            given = {"from": self.standard.first.isoformat(), "to": self.standard.last.isoformat()}
        super().__init__(given, auto_id="by_%s")
        self.fields["from"] = _day(_("从"))
        self.fields["to"] = _day(_("到"))

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and last < first:
            self.add_error("to", _("结束日期早于开始日期"))
        # Beyond these a midnight of the neighbouring day cannot be said.
        for name, value in (("from", first), ("to", last)):
            if value and not 1900 <= value.year <= 2200:
                self.add_error(name, _("请填 1900 年到 2200 年之间的日期"))
        return self.cleaned_data

    @property
    def chosen(self) -> Period:
        return Period(self.cleaned_data["from"], self.cleaned_data["to"]) if self.is_valid() else self.standard
