"""The station's forms; every rule is in `actions`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.signup.enums import Audience, OccasionKind
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field, time_field, written_field
from huijia.serve.station import actions
from huijia.serve.station.models import Programme

DAYS = list(enumerate((_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))))
NAMES = (
    "title", "kind", "place_name", "weekdays", "starts", "ends", "about", "capacity", "audience", "skips_holidays",
    "host", "from_on", "until_on",
)


class ProgrammeForm(OfficeForm):
    """Field names are those of `actions.Draft`."""

    uuid = ClientUuid()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.TypedChoiceField(label=_("种类"), choices=OccasionKind.choices, coerce=OccasionKind)
    place_name = forms.CharField(label=_("地点"), max_length=120)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期几"), choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = time_field(_("几点开始"))
    ends = time_field(_("几点结束"))
    audience = forms.TypedChoiceField(
        label=_("要不要报名"), choices=Audience.choices, coerce=Audience, widget=forms.RadioSelect,
        initial=Audience.OPEN.value,
    )
    capacity = forms.IntegerField(
        label=_("名额"), required=False, min_value=1, max_value=100_000, help_text=_("按人算；不填就不限。"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    skips_holidays = forms.BooleanField(label=_("法定节假日不办"), required=False, initial=True)
    host = forms.CharField(label=_("谁来办"), required=False, max_length=40)
    about = written_field(_("说明"), required=False, rows=3, help_text=_("带什么、找谁、怎么去。居民看得到。"))
    from_on = day_field(_("哪天起"), required=False, help_text=_("不填就是今天起。"))
    until_on = day_field(_("到哪天止"), required=False, help_text=_("不填就一直办下去；那一天不再办。"))

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        if programme is not None:
            first = {name: getattr(programme, name) for name in (*NAMES, "uuid", "version")}
            kwargs["initial"] = first
        super().__init__(*args, **kwargs)

    def draft(self) -> actions.Draft:
        return actions.Draft(**{name: self.cleaned_data[name] for name in (*NAMES, "uuid")})


class SkipForm(OfficeForm):
    day = day_field(_("哪天"))
    reason = forms.CharField(label=_("原因"), max_length=120, help_text=_("会原样发给报了名的人。"))


class EndForm(OfficeForm):
    on = day_field(_("从哪天起不办"))
