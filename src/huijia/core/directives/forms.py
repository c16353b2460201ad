"""What the street hands out, what a community answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.directives import actions
from huijia.core.directives.enums import Wants
from huijia.core.directives.models import Directive, DirectiveCopy
from huijia.core.matters.actions import may_be_responsible
from huijia.core.matters.models import Matter
from huijia.core.people.formkit import PostField
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, moment_field, written_field
from huijia.kernel.accounts.street import StreetAccess
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.files import actions as files
from huijia.kernel.files.formkit import ManyFiles
from huijia.kernel.files.models import File

MOST_FILES = 6


class PapersField(forms.FileField):
    """Several documents; gives a list."""

    def __init__(self, **kwargs: Any) -> None:
        accept = {"accept": ".xlsx,.docx,.pdf,.csv"}
        super().__init__(required=False, widget=ManyFiles(attrs=accept), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(_("文件最多 %(most)s 个") % {"most": MOST_FILES})
        return list(uploads)


def kept_papers(uploads: list[Any], community: Community, by: Any) -> list[File]:
    """
    Raises:
        Refusal: beside "papers", for one that is no such document.
    """
    try:
        return [files.keep_paper(upload, community=community, by=by) for upload in uploads]
    except Refusal as refusal:
        raise Refusal(refusal.message, field="papers", code=refusal.code) from None


class HandForm(forms.Form):
    uuid = ClientUuid()
    title = forms.CharField(label=gettext_lazy("标题"), max_length=80)
    text = written_field(gettext_lazy("要做什么"), rows=6)
    wants = forms.ChoiceField(label=gettext_lazy("要什么答复"), choices=Wants.choices, widget=forms.RadioSelect)
    unit = forms.CharField(
        label=gettext_lazy("数字的单位"), max_length=10, required=False, help_text=gettext_lazy("例如：户、人、处。")
    )
    due_at = moment_field(gettext_lazy("什么时候前答复"))
    communities = forms.MultipleChoiceField(label=gettext_lazy("交给哪些社区"), widget=forms.CheckboxSelectMultiple)
    papers = PapersField(label=gettext_lazy("附件"), help_text=gettext_lazy("例如要填的 Excel 或 Word 表。"))

    def __init__(self, *args: Any, access: StreetAccess, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "f_%s")
        super().__init__(*args, **kwargs)
        self.access = access
        field = self.fields["communities"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.pk), one.name) for one in access.communities]
        field.initial = [str(one.pk) for one in access.communities]

    def refuse(self, refusal: Refusal) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def act(self) -> Directive:
        data = self.cleaned_data
        chosen = [one for one in self.access.communities if str(one.pk) in data["communities"]]
        kept = kept_papers(data["papers"], chosen[0], self.access) if data["papers"] else []
        draft = actions.Draft(
            uuid=data["uuid"], title=data["title"], text=data["text"], wants=Wants(data["wants"]),
            unit=data["unit"], due_at=data["due_at"],
        )
        return actions.hand(draft, to=chosen, by=self.access, attachments=kept)


class GiveForm(OfficeForm):
    to = PostField(label=gettext_lazy("交给谁办"))

    def fill(self) -> None:
        field = self.fields["to"]
        assert isinstance(field, PostField)
        field.offer(may_be_responsible(self.access))

    def act(self, copy: DirectiveCopy) -> Matter:
        return actions.give(copy, to=self.cleaned_data["to"], by=self.access)


class AnswerForm(OfficeForm):
    """Only the fields that this directive asks for, and always room for words and files."""

    number = forms.DecimalField(label=gettext_lazy("数字"), required=False, max_digits=14, decimal_places=2)
    is_done = forms.TypedChoiceField(
        label=gettext_lazy("办了没有"), required=False, widget=forms.RadioSelect, empty_value=None,
        choices=[("yes", gettext_lazy("办了")), ("no", gettext_lazy("没有办"))], coerce=lambda word: word == "yes",
    )
    text = written_field(gettext_lazy("答复"), required=False)
    papers = PapersField(label=gettext_lazy("附件"))

    def __init__(self, *args: Any, copy: DirectiveCopy, **kwargs: Any) -> None:
        self.copy = copy
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        wants = self.copy.directive.wants
        if wants != Wants.NUMBER:
            del self.fields["number"]
        elif self.copy.directive.unit:
            self.fields["number"].help_text = _("单位：%(unit)s") % {"unit": self.copy.directive.unit}
        if wants != Wants.DONE:
            del self.fields["is_done"]

    def act(self) -> None:
        data = self.cleaned_data
        kept = kept_papers(data["papers"], self.access.community, self.access)
        actions.answer(
            self.copy, by=self.access, text=data["text"], number=data.get("number"), is_done=data.get("is_done"),
            attachments=kept,
        )
