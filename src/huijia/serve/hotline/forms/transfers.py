from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.actions import Draft
from huijia.core.matters.enums import Source, Verdict
from huijia.core.places.formkit import PlaceField, dwelling_of
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, moment_field, written_field
from huijia.serve.hotline.forms.base import phone_field
from huijia.serve.hotline.imports.transfers import sign_limit


class TransferForm(OfficeForm):
    """One transfer as the platform shows it."""

    uuid = ClientUuid()
    external_number = forms.CharField(label=_("12345 编号"), max_length=60)
    sent_at = moment_field(_("派发时间"))
    sign_due = moment_field(_("签收时限"), required=False, help_text=_("平台没写的不填，按本社区约定算。"))
    external_due = moment_field(_("答复时限"), required=False)
    text = written_field(_("转办内容"), rows=6, help_text=_("平台上的原话。"))
    title = forms.CharField(label=_("标题"), required=False, max_length=80, help_text=_("不填就取内容的第一句。"))
    reporter_name = forms.CharField(label=_("反映人"), required=False, max_length=40)
    phone = phone_field(_("联系电话"), required=False)
    place_name = PlaceField()

    def draft(self) -> Draft:
        data = self.cleaned_data
        sent: datetime = data["sent_at"]
        draft = Draft(
            text=data["text"], title=data["title"], source=Source.CITY_12345, uuid=data["uuid"],
            reporter_name=data["reporter_name"], phone=data["phone"], place_name=data["place_name"],
            external_number=data["external_number"].strip(), external_due=data["external_due"], sent_at=sent,
            sent_text=data["text"], sign_due=data["sign_due"] or sign_limit(self.access.community, sent),
        )
        home = dwelling_of(self.access, draft.place_name)
        if home is not None:
            draft.dwelling, draft.group, draft.grid = home, home.group, home.grid
        return draft

    def clean_sent_at(self) -> datetime:
        sent: datetime = self.cleaned_data["sent_at"]
        due = self.data.get("external_due")
        if due and len(due) >= 16 and f"{sent:%Y-%m-%dT%H:%M}" > due[:16]:
            raise forms.ValidationError(_("派发时间晚于答复时限，请检查"))
        return sent


class ReplyForm(OfficeForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reply = written_field(_("办理情况"), rows=8, help_text=_("回复单上写的话；默认是办理结果，可以改得完整些。"))


class TemplateForm(OfficeForm):
    file = forms.FileField(
        label=_("Word 模板(.docx)"), widget=forms.ClearableFileInput(attrs={"accept": ".docx"})
    )


class JudgeForm(OfficeForm):
    """What another person found of an answer given at once."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.TypedChoiceField(
        label=_("抽查结论"), choices=Verdict.choices, coerce=Verdict, widget=forms.RadioSelect
    )
    note = written_field(_("哪里不全、错在哪里"), required=False, rows=2)
    call_back_at = moment_field(_("请值班的人在什么时候补电话"), required=False)
