"""What founding a community asks for, in the browser."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.opening.actions import Draft
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal

ROLES = (
    ("secretary", _("书记或主持工作的人：能办全部启用步骤")),
    ("admin", _("系统管理员：只管系统，不看居民资料；名册和职务请书记来办")),
)


class FoundForm(forms.Form):
    """Field names are those that the verb's refusals name."""

    district = forms.CharField(
        label=_("区(县)"), max_length=60, widget=forms.TextInput(attrs={"placeholder": _("例如 润州区")})
    )
    street = forms.CharField(
        label=_("街道(镇)"), max_length=60, widget=forms.TextInput(attrs={"placeholder": _("例如 南山街道")})
    )
    community = forms.CharField(
        label=_("社区名称"), max_length=60, widget=forms.TextInput(attrs={"placeholder": _("例如 回龙社区")})
    )
    code12 = forms.CharField(
        label=_("区划代码"), max_length=12, help_text=_("12 位数字，社区公章备案或统计报表上有。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    hotline = forms.CharField(
        label=_("热线号码"), max_length=30, required=False, help_text=_("印在门牌上、居民一按就打的号码；以后也能填。"),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    name = forms.CharField(label=_("您的姓名"), max_length=60)
    phone = forms.CharField(
        label=_("您的手机"), max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    username = forms.CharField(
        label=_("用户名"), max_length=60, help_text=_("登录时用，定了就不改；不分大小写。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    role = forms.ChoiceField(label=_("您是"), choices=ROLES, initial="secretary", widget=forms.RadioSelect)
    modules = forms.MultipleChoiceField(
        label=_("一开始就启用的模块"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("拿不准就都不选；以后可以一个一个启用。"),
    )
    WHERE = ("district", "street", "community", "code12", "hotline")
    WHO = ("name", "phone", "username", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "f_%s")
        super().__init__(*args, **kwargs)
        known = [(module.code, module.label) for module in modules.registered()]
        field = self.fields["modules"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = known
        if not known:
            del self.fields["modules"]

    def draft(self) -> Draft:
        """After `is_valid`."""
        data = {**self.cleaned_data}
        data.pop("code", None)
        data["modules"] = data.get("modules") or []
        return Draft(**data)

    def refuse(self, refusal: Refusal) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def where(self) -> list[forms.BoundField]:
        return [self[name] for name in self.WHERE]

    def who(self) -> list[forms.BoundField]:
        return [self[name] for name in self.WHO]


class BeginForm(FoundForm):
    """The same for the very first community, with the code from the console."""

    code = forms.CharField(
        label=_("启用码"), max_length=40, help_text=_("启动系统时印在窗口里的一串字，例如 kfmr-3vqh-82cx。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
