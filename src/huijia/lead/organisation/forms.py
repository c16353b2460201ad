"""The party roster's forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import Sex
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field
from huijia.lead.organisation.enums import MemberKind
from huijia.lead.organisation.facts import Place
from huijia.lead.organisation.queries import branches
from huijia.lib import clock

FACTS = ("name", "sex", "ethnicity", "born_on", "education", "joined_on", "confirmed_on", "phone", "partner_unit")


class FactsForm(OfficeForm):
    name = forms.CharField(label=_("姓名"), max_length=40, error_messages={"required": _("请填写姓名")})
    sex = forms.ChoiceField(label=_("性别"), choices=[("", _("未填")), *Sex.choices], required=False)
    born_on = day_field(_("出生日期"), required=False)
    ethnicity = forms.CharField(label=_("民族"), max_length=20, required=False)
    education = forms.CharField(label=_("学历"), max_length=20, required=False)
    joined_on = day_field(_("入党日期"), required=False)
    confirmed_on = day_field(_("转正日期"), required=False)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)
    partner_unit = forms.CharField(label=_("双报到单位"), max_length=80, required=False)

    def facts(self) -> dict[str, Any]:
        return {key: self.cleaned_data[key] for key in FACTS if key in self.cleaned_data}


class CorrectForm(FactsForm):
    """The number stands there masked, so an empty box keeps it."""

    phone = forms.CharField(
        label=_("新电话"), max_length=40, required=False, help_text=_("不改就空着。")
    )

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        if not found["phone"]:
            del found["phone"]
        return found


class PlaceForm(OfficeForm):
    branch = forms.CharField(
        label=_("支部"), max_length=60, required=False, widget=forms.TextInput(attrs={"list": "branches"})
    )
    group = forms.CharField(
        label=_("党小组"), max_length=60, required=False, widget=forms.TextInput(attrs={"list": "groups"})
    )
    title = forms.CharField(label=_("职务"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("未填")), *MemberKind.choices], required=False)
    is_member_household = forms.BooleanField(label=_("党员中心户"), required=False)
    on = day_field(_("自哪天起"), initial=clock.today)

    def fill(self) -> None:
        self.branches = branches(self.access.community)

    def place(self) -> Place:
        data = self.cleaned_data
        return Place(data["branch"], data["group"], data["title"], data["kind"], data["is_member_household"])


class AddForm(PlaceForm, FactsForm):
    uuid = ClientUuid()


class LeaveForm(OfficeForm):
    on = day_field(_("哪天离开"), initial=clock.today)
    reason = forms.CharField(
        label=_("原因"), max_length=120, help_text=_("例如：组织关系转出、去世。"),
        error_messages={"required": _("请写明原因")},
    )


class BackForm(OfficeForm):
    on = day_field(_("自哪天起恢复"), initial=clock.today)


class RevealForm(OfficeForm):
    reason = forms.CharField(
        label=_("为什么要看"), max_length=120, error_messages={"required": _("请写明为什么要看")}
    )


class ExportForm(OfficeForm):
    """`unmasked` is offered to those who may."""

    reason = forms.CharField(
        label=_("导出做什么用"), max_length=120, help_text=_("会和行数一起记入操作日志，并写在表的第一行。"),
        error_messages={"required": _("请写明导出做什么用")},
    )
    unmasked = forms.BooleanField(label=_("不打星号，导出原文"), required=False)

    def fill(self) -> None:
        if not (self.access.may("party.edit") and self.access.may("people.export")):
            del self.fields["unmasked"]
