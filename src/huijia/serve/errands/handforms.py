"""The forms of 交接: which papers, from whom to whom, signed how."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import ClientUuid
from huijia.kernel.files.formkit import SignatureField, kept_signature
from huijia.serve.errands import actions, papers
from huijia.serve.errands.enums import HANDS, Signed, Way
from huijia.serve.errands.forms import (
    CancelForm,
    CloseForm,
    EntrustForm,
    ErrandForm,
    GradeForm,
    ReassignForm,
    RefuseForm,
    ReportForm,
    StepForm,
)
from huijia.serve.errands.models import Errand, Paper


class LinesField(forms.CharField):
    """Papers, one to a line; gives `papers.Line`s."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, **kwargs)

    def clean(self, value: Any) -> list[papers.Line]:
        text = str(super().clean(value) or "")
        try:
            return papers.read(text)
        except ValueError:
            told = _("材料最多 %(most)s 行，每行 60 个字以内") % {"most": papers.MOST}
            raise forms.ValidationError(told) from None


class PapersField(forms.MultipleChoiceField):
    """Papers that are in the hand that gives; gives `Paper`s."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("哪些材料"), **kwargs)
        self.rows: dict[str, Paper] = {}

    def clean(self, value: Any) -> list[Paper]:
        return [self.rows[key] for key in super().clean(value)]

    def offer(self, held: Sequence[Paper], known: Sequence[Paper]) -> None:
        """Shows those in the hand that gives. Any of the errand may be sent: a handing sent again names moved ones."""
        self.rows = {str(row.pk): row for row in known}
        self.choices = [(str(row.pk), str(row)) for row in held]
        self.initial = [str(row.pk) for row in held]

    def valid_value(self, value: Any) -> bool:
        return str(value) in self.rows


class HandForm(ErrandForm):
    """One handing. `way` says whose hands; the papers offered are those in the hand that gives."""

    way: Way
    uuid = ClientUuid()

    def __init__(self, *args: Any, errand: Errand, papers: Sequence[Paper] = (), **kwargs: Any) -> None:
        self.known = papers
        self.held = [paper for paper in papers if paper.holder == HANDS[self.way][0]]
        super().__init__(*args, errand=errand, **kwargs)

    def fill(self) -> None:
        field = self.fields.get("papers")
        if isinstance(field, PapersField):
            field.offer(self.held, self.known)

    def act(self, by: Access) -> None:
        data = self.cleaned_data
        signed = data.get("signed", "")
        signature = kept_signature(data.get("signature"), by=by) if signed == Signed.SCREEN else None
        what = actions.Handed(
            data["uuid"], data.get("papers", ()), data.get("lines", ()), data.get("other", ""), signed, signature
        )
        actions.hand(self.errand, self.way, what, by=by)


def signed_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("怎么签字"), choices=Signed.choices, coerce=Signed, widget=forms.RadioSelect,
        initial=Signed.SCREEN.value,
    )


class ReceiveForm(HandForm):
    way = Way.RECEIVE
    lines = LinesField(label=_("收到的材料"), help_text=_("一行一份；没有拿来的删掉，多拿的补上。"))
    other = forms.CharField(label=_("谁交来的"), max_length=60)
    signed = signed_field()
    signature = SignatureField()

    def fill(self) -> None:
        # Offered while nothing was received yet: a second handing is of what was missing.
        self.fields["lines"].initial = "" if self.held_any() else self.errand.service.materials
        self.fields["other"].initial = self.errand.mandate_by or self.errand.name

    def held_any(self) -> bool:
        return self.errand.papers.exists()


class HandInForm(HandForm):
    way = Way.HAND_IN
    papers = PapersField()
    other = forms.CharField(label=_("交给哪个单位"), max_length=60)

    def fill(self) -> None:
        super().fill()
        self.fields["other"].initial = self.errand.service.office


class TakeOutForm(HandForm):
    way = Way.TAKE_OUT
    papers = PapersField(required=False)
    lines = LinesField(
        label=_("新办出来的"), required=False, help_text=_("新发的证、回执等，一行一份；没有就空着。")
    )
    other = forms.CharField(label=_("从哪个单位"), max_length=60)

    def fill(self) -> None:
        super().fill()
        self.fields["other"].initial = self.errand.service.office


class KeptForm(HandForm):
    way = Way.KEPT
    papers = PapersField(help_text=_("单位收走不退的，例如旧证、照片。"))


class HandBackForm(HandForm):
    way = Way.HAND_BACK
    papers = PapersField()
    other = forms.CharField(label=_("谁收下的"), max_length=60)
    signed = signed_field()
    signature = SignatureField()

    def fill(self) -> None:
        super().fill()
        self.fields["other"].initial = self.errand.mandate_by or self.errand.name


FORMS: dict[str, type[ErrandForm]] = {
    "entrust": EntrustForm, "refuse": RefuseForm, "receive": ReceiveForm, "step": StepForm, "hand_in": HandInForm,
    "take_out": TakeOutForm, "kept": KeptForm, "report": ReportForm, "hand_back": HandBackForm, "close": CloseForm,
    "reassign": ReassignForm, "cancel": CancelForm, "grade": GradeForm,
}


def form_for(move: str, *args: Any, errand: Errand, papers: Sequence[Paper], access: Access) -> ErrandForm:
    kind = FORMS[move]
    more: dict[str, Any] = {"papers": papers} if issubclass(kind, HandForm) else {}
    return kind(*args, access=access, errand=errand, auto_id=f"{move}_%s", **more)


