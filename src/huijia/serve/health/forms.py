"""The corner's forms; every rule is in `actions`."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field, moment_field
from huijia.kernel.privacy.enums import Channel
from huijia.serve.health import actions
from huijia.serve.health.enums import Kind, Outcome, Timing
from huijia.serve.health.models import FollowUp
from huijia.serve.health.thresholds import Glucose, Pressure, Values


class FindForm(OfficeForm):
    who = forms.CharField(
        label=_("手机号或者姓名"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}), help_text=_("姓名要写全。"),
    )


class AgreeForm(OfficeForm):
    channel = forms.ChoiceField(
        label=_("怎么同意的"), choices=[(Channel.PAPER.value, Channel.PAPER.label)], initial=Channel.PAPER.value,
        widget=forms.RadioSelect,
    )
    guardian = forms.CharField(
        label=_("监护人姓名"), required=False, max_length=40, help_text=_("未成年人或者本人说不清的，由监护人同意。")
    )

    def act(self, person: Person) -> None:
        data = self.cleaned_data
        actions.agree(person, channel=Channel(data["channel"]), guardian=data["guardian"], by=self.access)


class MeasureForm(OfficeForm):
    """Blood pressure or blood sugar; what is not measured stays empty."""

    uuid = ClientUuid()
    kind = forms.TypedChoiceField(
        label=_("测什么"), choices=Kind.choices, coerce=Kind, widget=forms.RadioSelect, initial=Kind.PRESSURE.value
    )
    systolic = forms.IntegerField(
        label=_("高压(收缩压)"), required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("毫米汞柱"),
    )
    diastolic = forms.IntegerField(
        label=_("低压(舒张压)"), required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("毫米汞柱"),
    )
    danger = forms.BooleanField(
        label=_("现在不舒服：胸痛、气短、剧烈头痛、看不清、半边没力气、说话不清"), required=False
    )
    glucose = forms.DecimalField(
        label=_("血糖值"), required=False, max_digits=4, decimal_places=1, help_text=_("毫摩尔/升，例如 5.6"),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1"}),
    )
    timing = forms.TypedChoiceField(
        label=_("什么时候测的"), choices=Timing.choices, coerce=Timing, widget=forms.RadioSelect, required=False,
        initial=Timing.FASTING.value, empty_value=Timing.RANDOM,
    )
    at = moment_field(_("哪天几点测的"), required=False, help_text=_("不填就是现在；纸上的记录填当时的时间。"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        needed = ("systolic", "diastolic") if data.get("kind") == Kind.PRESSURE else ("glucose",)
        for name in needed:
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("请填写"))
        return data

    @property
    def values(self) -> Values:
        data = self.cleaned_data
        if data["kind"] == Kind.PRESSURE:
            return Pressure(data["systolic"], data["diastolic"], data["danger"])
        return Glucose(Decimal(data["glucose"]), data["timing"])

    def act(self, person: Person | None) -> actions.Measured:
        draft = actions.Draft(self.values, person, self.cleaned_data["uuid"], self.cleaned_data["at"])
        return actions.measure(draft, by=self.access)


class FollowForm(OfficeForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.TypedChoiceField(
        label=_("结果"), choices=Outcome.choices, coerce=Outcome, widget=forms.RadioSelect
    )
    next_on = day_field(_("哪天再问"), required=False)
    note = forms.CharField(label=_("备注"), required=False, max_length=200, help_text=_("加密保存。"))

    def __init__(self, *args: Any, row: FollowUp, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, initial={"version": row.version}, **kwargs)

    def act(self) -> FollowUp | None:
        data = self.cleaned_data
        self.row.version = data["version"]
        return actions.follow_up(
            self.row, outcome=data["outcome"], note=data["note"], next_on=data["next_on"], by=self.access
        )
