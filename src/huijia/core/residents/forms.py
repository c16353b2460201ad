"""The office's forms of this room. Every rule is in `actions`."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.places.formkit import GridField
from huijia.core.residents.enums import Checked, Question
from huijia.kernel.accounts.formkit import OfficeForm, day_field
from huijia.kernel.files.formkit import PhotosField
from huijia.kernel.privacy.enums import Channel
from huijia.lib import clock

_BY_HAND = [(each.value, each.label) for each in Checked if each != Checked.DOOR]
SCOPES = [
    ("report", _("代为反映")), ("sign_up", _("代为报名、预约")), ("follow", _("查看进度")),
    ("notices", _("同时收到通知")),
]
YEAR = 365


class AdmitForm(OfficeForm):
    checked = forms.ChoiceField(label=_("怎样核实是本人"), choices=_BY_HAND, widget=forms.RadioSelect)
    send = forms.BooleanField(label=_("同时把链接发到名册上的手机"), required=False)


class AdmitPhoneForm(OfficeForm):
    phone = forms.CharField(label=_("手机号"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    checked = forms.ChoiceField(label=_("怎样核实是本人"), choices=_BY_HAND, widget=forms.RadioSelect)


class BatchForm(OfficeForm):
    grid = GridField(required=True)

    def fill(self) -> None:
        grid = self.fields["grid"]
        assert isinstance(grid, GridField)
        grid.load(self.access)


class AgentForm(forms.Form):
    """Who may act, for what, until when: the part that the office and residents share."""

    agent_name = forms.CharField(label=_("代办人姓名"), max_length=40)
    agent_phone = forms.CharField(
        label=_("代办人手机"), max_length=30, help_text=_("代办人用这个手机号登录。"),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    relation = forms.CharField(label=_("是委托人的什么人"), max_length=20, help_text=_("比如：女儿、侄子、邻居。"))
    scopes = forms.MultipleChoiceField(label=_("可以代办什么"), choices=SCOPES, widget=forms.CheckboxSelectMultiple)
    starts_on = day_field(_("从哪天起"), initial=clock.today)
    ends_on = day_field(
        _("到哪天为止"), initial=lambda: clock.today() + timedelta(days=YEAR),
        help_text=_("那天起就不能代办了；最长三年。"),
    )


class MandateForm(AgentForm, OfficeForm):
    channel = forms.ChoiceField(
        label=_("本人怎样同意的"), widget=forms.RadioSelect,
        choices=[
            (Channel.PAPER.value, _("当面签了委托书(拍照)")), (Channel.PHONE.value, _("电话里同意，核对两个问题")),
        ],
    )
    photos = PhotosField(label=_("签了字的委托书"))
    questions = forms.MultipleChoiceField(
        label=_("电话里核对了哪两个问题"), choices=Question.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("只记问了什么，不记答案。"),
    )
