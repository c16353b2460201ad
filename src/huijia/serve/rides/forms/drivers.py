"""Forms of drivers and of the places to which people are driven."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.formkit import OfficeForm, day_field
from huijia.serve.rides import actions, formkit
from huijia.serve.rides.models import Driver, RideTarget


class DriverForm(OfficeForm):
    """A driver and the car."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("电话"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    vehicle = forms.CharField(label=_("什么车"), max_length=40, help_text=_("例如：白色面包车。老人要认得出。"))
    plate_number = forms.CharField(label=_("车牌"), max_length=12)
    seats = forms.IntegerField(label=_("能坐几人（不算司机）"), min_value=1, max_value=55, initial=4)
    wheelchair_spaces = forms.IntegerField(label=_("能放几辆轮椅"), min_value=0, max_value=10, initial=0)
    licence_until = day_field(_("驾驶证有效期到"))
    insurance_until = day_field(_("车辆保险到"))
    person = formkit.RowField(label=_("是系统里的哪位"), required=False)
    note = forms.CharField(label=_("什么时候有空"), max_length=120, required=False)
    is_active = forms.BooleanField(label=_("参加接送"), required=False, initial=True)

    def __init__(self, *args: Any, driver: Driver | None = None, **kwargs: Any) -> None:
        self.driver = driver
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        person = self.fields["person"]
        assert isinstance(person, formkit.RowField)
        lines = formkit.escort_lines(self.access)
        if self.driver is not None and self.driver.person is not None:
            known = {row.pk for row, _label in lines}
            if self.driver.person_id not in known:
                lines.append((self.driver.person, self.driver.person.name))
        person.offer(lines, _("不在名册里"))
        if self.driver is not None:
            self.fields["phone"].required = False
            self.fields["phone"].help_text = _("不填就不改（现在是 *******%(tail)s）") % {
                "tail": self.driver.phone_tail
            }

    def act(self) -> Driver:
        data = {**self.cleaned_data}
        version = data.pop("version")
        return actions.save_driver(self.driver, actions.DriverDraft(**data), by=self.access, version=version)


class TargetForm(OfficeForm):
    name = forms.CharField(label=_("名称"), max_length=60)
    address = forms.CharField(label=_("地址"), max_length=120, required=False)
    lon = forms.FloatField(label=_("经度"), required=False, help_text=_("填了经纬度，就能导航、按远近排车。"))
    lat = forms.FloatField(label=_("纬度"), required=False)
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    def act(self, target: RideTarget | None) -> RideTarget:
        return actions.save_target(target, by=self.access, **self.cleaned_data)
