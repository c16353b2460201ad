"""The forms of this room. Every rule is in `actions`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, written_field
from huijia.kernel.privacy.actions import Draft
from huijia.kernel.privacy.enums import Ask, Channel


class AskForm(OfficeForm):
    """A request that somebody brought in person or by telephone."""

    uuid = ClientUuid()
    kind = forms.ChoiceField(label=_("要求"), choices=Ask.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(
        label=_("电话"), max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    channel = forms.ChoiceField(
        label=_("怎么提出的"), choices=[(Channel.PAPER.value, _("当面")), (Channel.PHONE.value, _("电话"))],
        widget=forms.RadioSelect,
    )
    text = written_field(_("说明"), required=False, rows=3, help_text=_("更正和删除，要写明是哪些内容。"))

    def draft(self) -> Draft:
        cleaned = self.cleaned_data
        return Draft(
            kind=Ask(cleaned["kind"]), name=cleaned["name"], channel=Channel(cleaned["channel"]),
            phone=cleaned["phone"], text=cleaned["text"], uuid=cleaned["uuid"],
        )


class AnswerForm(OfficeForm):
    text = written_field(_("答复"), help_text=_("怎么办的、什么时候告诉了本人；不予办理的，写明理由。"))


class ProcessingForm(OfficeForm):
    name = forms.CharField(label=_("名称"), max_length=60)
    purpose = written_field(_("用途"), rows=2)
    basis = written_field(_("依据"), rows=2)
    fields_ = written_field(_("哪些信息"), rows=3)
    retention = written_field(_("保存多久"), rows=2)
    recipients = written_field(_("给谁看"), rows=2)
    is_active = forms.BooleanField(label=_("在用(对外公示)"), required=False)

    def values(self) -> dict[str, str]:
        """By the names that the verb knows; a form has a `fields` of its own."""
        return {name.rstrip("_"): str(value) for name, value in self.cleaned_data.items() if name != "is_active"}


class TextForm(OfficeForm):
    text = written_field(_("同意书"), rows=10, help_text=_("保存后就是新的一版；以前同意的人，同意的仍是旧版。"))


class HoldForm(OfficeForm):
    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("比如：公安机关调取、正在诉讼。"))


