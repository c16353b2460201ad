"""The forms of the set-up guide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.opening import actions
from huijia.core.opening.actions import Newcomer
from huijia.core.people.enums import PostKind
from huijia.core.places.enums import GroupKind
from huijia.core.places.models import Grid, Group
from huijia.kernel.accounts.formkit import OfficeForm, time_field
from huijia.kernel.communities import actions as communities
from huijia.kernel.communities import options

_TEL = {"inputmode": "tel"}


class DetailsForm(OfficeForm):
    name = forms.CharField(label=_("社区名称"), max_length=60)
    code12 = forms.CharField(
        label=_("区划代码"), max_length=12, help_text=_("12 位数字；启用以后不能再改。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    motto = forms.CharField(
        label=_("一句话"), max_length=60, required=False, help_text=_("写在居民首页上，例如“家引领、家治理、家服务”。")
    )

    def fill(self) -> None:
        if self.access.community.opened_on is not None:
            del self.fields["code12"]

    def act(self) -> list[str]:
        return actions.edit_details(self.access, **self.cleaned_data)


class HotlineForm(OfficeForm):
    hotline = forms.CharField(
        label=_("热线号码"), max_length=30, widget=forms.TextInput(attrs=_TEL),
        help_text=_("用大字印在服务牌上，居民一按就打。"),
    )
    office_opens = time_field(_("上班时间"))
    office_closes = time_field(_("下班时间"))
    office_hours_note = forms.CharField(
        label=_("对外公布的办公时间"), max_length=200, help_text=_("例如“周一至周五 8:30—17:30，周六上午加班”。"),
    )

    def act(self) -> None:
        """Closing first where the new opening time is later than the present closing time."""
        data, here = self.cleaned_data, self.access.community
        actions.edit_details(self.access, hotline=data["hotline"])
        opens, closes = (data[key].strftime("%H:%M") for key in ("office_opens", "office_closes"))
        hours = [("office_opens", opens), ("office_closes", closes)]
        if opens >= options.get(here, "office_closes"):
            hours.reverse()
        for key, value in (*hours, ("office_hours_note", data["office_hours_note"].strip())):
            communities.set_option(here, key, value, by=self.access)


class NamesForm(OfficeForm):
    """一行一个. `kind` only for groups."""

    names = forms.CharField(
        label=_("名称，一行一个"), widget=forms.Textarea(attrs={"rows": 6}), max_length=20_000,
        help_text=_("可以从表格里整列粘贴。"),
    )


class GroupsForm(NamesForm):
    kind = forms.ChoiceField(
        label=_("类别"), choices=GroupKind.choices, initial=GroupKind.RESIDENTS, widget=forms.RadioSelect
    )


class RenameForm(OfficeForm):
    name = forms.CharField(label=_("名称"), max_length=60)
    code = forms.CharField(
        label=_("编码"), max_length=18, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )


class RowField(forms.TypedChoiceField):
    """A choice that gives the row behind it, None for none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, required=False, **kwargs)

    def offer(self, rows: dict[str, Any]) -> None:
        self.coerce = rows.__getitem__
        self.choices = [("", _("不限")), *((key, str(row)) for key, row in rows.items())]


class NewcomerForm(OfficeForm):
    """姓名、电话、职务、账号，一次办好."""

    name = forms.CharField(label=_("姓名"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        label=_("手机"), max_length=30, widget=forms.TextInput(attrs={**_TEL, "autocomplete": "off"})
    )
    kind = forms.ChoiceField(label=_("职务"), choices=PostKind.choices)
    title = forms.CharField(label=_("分工"), max_length=40, required=False, help_text=_("例如 民生委员"))
    grid = RowField(label=_("网格"), help_text=_("网格长、网格员、中心户要选。"))
    group = RowField(label=_("小组"), help_text=_("组长要选。"))
    login = forms.BooleanField(label=_("同时建登录账号，给出登录单"), required=False, initial=True)
    username = forms.CharField(
        label=_("用户名"), max_length=60, required=False, help_text=_("不填就用姓名首字母加手机后四位。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def fill(self) -> None:
        grids = Grid.objects.of(self.access.community).defer("polygon").order_by("code")
        groups = Group.objects.of(self.access.community)
        for name, rows in (("grid", list(grids)), ("group", list(groups))):
            field = self.fields[name]
            assert isinstance(field, RowField)
            field.offer({str(row.pk): row for row in rows})

    def newcomer(self) -> Newcomer:
        """After `is_valid`."""
        data = {**self.cleaned_data, "kind": PostKind(self.cleaned_data["kind"])}
        return Newcomer(**data)
