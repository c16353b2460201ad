"""The forms of the accounts pages. They read what was typed; every rule is in `actions`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts import grids, queries, roles
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.actions.memberships import Place, level_of
from huijia.kernel.accounts.errors import Refusal
from huijia.lib import clock

_LONGEST = 256


def put_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Show a verb's refusal beside its field, or at the top where the form has no such field."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


class LoginForm(forms.Form):
    username = forms.CharField(
        label=_("用户名"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=_LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    remember = forms.BooleanField(
        label=_("这是我自己的手机，记住它：下次只要输 6 位 PIN"), required=False
    )


_DIGITS = {"inputmode": "numeric", "autocomplete": "off", "autofocus": True}


class PinForm(forms.Form):
    pin = forms.CharField(label=_("6 位 PIN"), max_length=12, widget=forms.PasswordInput(attrs=_DIGITS))


class TrustForm(forms.Form):
    name = forms.CharField(
        label=_("给这台手机起个名字"), max_length=40, required=False, help_text=_("比如“工作手机”，以后好认。")
    )
    pin = forms.CharField(
        label=_("设一个 6 位 PIN"), max_length=12, help_text=_("不要连号、重复，也不要用生日和手机号。"),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    again = forms.CharField(
        label=_("再输一遍 PIN"), max_length=12,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "pin" in cleaned and "again" in cleaned and cleaned["pin"] != cleaned["again"]:
            self.add_error("again", _("两次输入的 PIN 不一样。"))
        return cleaned


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("验证码"), max_length=40, help_text=_("验证器上的 6 位数字；手机不在身边，就输一个备用码。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "autofocus": True}),
    )


class FirstCodeForm(CodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = ""


class AgainForm(forms.Form):
    code = forms.CharField(
        label=_("您的密码"), max_length=_LONGEST, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=120)


class PasswordForm(forms.Form):
    old = forms.CharField(
        label=_("现在的密码"),
        max_length=_LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        max_length=_LONGEST,
        strip=False,
        help_text=_("至少 10 位，并含大写字母、小写字母、数字、其他字符中的三类；或至少 16 位的一句话。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一遍新密码"),
        max_length=_LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "new" in cleaned and "again" in cleaned and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("两次输入的新密码不一样。"))
        return cleaned


class PersonForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(
        label=_("手机"), max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("邮箱"), required=False)


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("角色"))
    place = forms.ChoiceField(label=_("在哪里"))
    grids = forms.TypedMultipleChoiceField(
        label=_("只管这些网格"),
        coerce=int,
        required=False,
        help_text=_("都不选，就是全部网格。"),
        widget=forms.CheckboxSelectMultiple,
    )
    starts_on = forms.DateField(label=_("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(
        label=_("到哪天为止"),
        required=False,
        help_text=_("那天起不再有这个角色；不填，就是没有期限。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, Place] = {f"{level_of(place)}:{place.pk}": place for place in queries.scopes_of(access)}
        levels = {level_of(place) for place in self.places.values()}
        self._offer("role", [(r.code, r.label) for r in roles.ROLES.values() if levels & set(r.levels)])
        self._offer("place", [(key, str(place)) for key, place in self.places.items()])
        offered = grids.choices(access.community)
        if offered:
            self._offer("grids", offered)
        else:
            del self.fields["grids"]
        self.fields["starts_on"].initial = clock.today

    def _offer(self, name: str, offered: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered

    def wanted(self) -> dict[str, Any]:
        """The arguments of `actions.grant`, after `is_valid`."""
        cleaned = self.cleaned_data
        return {
            "role": cleaned["role"],
            "place": self.places[cleaned["place"]],
            "starts_on": cleaned["starts_on"],
            "ends_on": cleaned["ends_on"],
            "grids": cleaned.get("grids") or [],
        }


class NewUserForm(GrantForm, PersonForm):
    username = forms.CharField(
        label=_("用户名"),
        max_length=60,
        help_text=_("登录时用，定了就不改；不分大小写。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ("username", "name", "phone", "email", "role", "place", "grids", "starts_on", "ends_on")


class EndForm(forms.Form):
    on = forms.DateField(
        label=_("从哪天起不再有"),
        required=False,
        help_text=_("不填，就是从今天起。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
