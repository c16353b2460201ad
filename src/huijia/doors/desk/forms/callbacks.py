"""已电话答复: the answer and, in the same breath, what the resident thinks of it."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import actions
from huijia.core.matters.actions.moves import stale
from huijia.core.matters.enums import Channel, Satisfaction, State
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.formkit import OfficeForm
from huijia.kernel.communities.errors import Refusal

ASKED = (("", _("没有问")), ("yes", _("解决了")), ("no", _("没解决")))


class CallbackForm(OfficeForm):
    """`answer` only where the matter still waits for it; the grade is optional with it, and required without."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(label=_("告诉居民的话"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    channel = forms.TypedChoiceField(
        label=_("怎么答复的"), choices=Channel.choices, coerce=Channel, initial=Channel.PHONE.value
    )
    solved = forms.ChoiceField(label=_("居民说"), choices=ASKED, required=False)
    satisfaction = forms.ChoiceField(
        label=_("满意吗"), choices=[("", _("没有问")), *Satisfaction.choices], required=False
    )
    words = forms.CharField(label=_("居民的原话"), required=False, max_length=500)

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"f{matter.pk}_%s"
        kwargs["initial"] = {"version": matter.version, "answer": matter.result, "channel": Channel.PHONE.value}
        super().__init__(*args, **kwargs)
        self.matter = matter

    @property
    def waits_for_answer(self) -> bool:
        return self.matter.state == State.CHECKED

    @property
    def is_repeated(self) -> bool:
        """The same press again: it was answered meanwhile with these very words."""
        return self.matter.state == State.CLOSED and self.matter.answer == self.cleaned_data["answer"].strip() != ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("solved")) != bool(data.get("satisfaction")):
            lacking = "satisfaction" if data.get("solved") else "solved"
            self.add_error(lacking, _("“居民说”和“满意吗”请一起填，或者都不填"))
        return data

    def act(self) -> None:
        """The verbs in one transaction. Refusal where one of them refuses; then nothing is written."""
        data = self.cleaned_data
        if data["version"] != self.matter.version:
            raise stale()
        if not self.waits_for_answer and not data["solved"]:
            raise Refusal(_("请填居民说了什么"), field="solved")
        with transaction.atomic():
            if self.waits_for_answer:
                actions.answer(self.matter, text=data["answer"], channel=data["channel"], by=self.access)
            if data["solved"]:
                actions.grade(
                    self.matter, is_solved=data["solved"] == "yes", satisfaction=Satisfaction(data["satisfaction"]),
                    words=data["words"], channel=data["channel"], by=self.access,
                )
