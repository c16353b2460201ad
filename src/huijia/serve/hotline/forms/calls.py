from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, moment_field
from huijia.lib import clock
from huijia.serve.hotline.actions import MissedCall
from huijia.serve.hotline.forms.base import OnePostField, phone_field
from huijia.serve.hotline.models import Call, DutyShift
from huijia.serve.hotline.queries.roster import duty_posts, next_after


class MissedForm(OfficeForm):
    """A missed call in seconds: the number; the time is now unless said otherwise."""

    uuid = ClientUuid()
    phone = phone_field(_("来电号码"))
    called_at = moment_field(_("什么时候打来的"), required=False, help_text=_("不填就是刚才。"))
    about = forms.CharField(label=_("留了什么话"), max_length=200, required=False)

    def draft(self, now: datetime) -> MissedCall:
        data = self.cleaned_data
        return MissedCall(
            phone=data["phone"], called_at=data["called_at"] or now, about=data["about"], uuid=data["uuid"]
        )


class PromiseForm(OfficeForm):
    """Somebody was told that they will be called."""

    uuid = ClientUuid()
    phone = phone_field(_("回哪个号码"))
    promised_at = moment_field(_("约在什么时候"))
    caller = forms.CharField(label=_("称呼"), max_length=40, required=False)
    about = forms.CharField(label=_("什么事"), max_length=200, required=False)


class AgainForm(OfficeForm):
    """Another hour for a call that waits."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    promised_at = moment_field(_("改约到"))


class DropForm(OfficeForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("为什么不用回"), max_length=120)


class PasteForm(OfficeForm):
    """The telephone system's list as text; its file goes through the import machine."""

    lines = forms.CharField(
        label=_("粘贴清单"), max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "13800000000  2026-04-13 09:12"}),
        help_text=_("一行一个来电，有号码和时间就行，次序随意；没有时间的按现在算。"),
    )


class NoteForm(OfficeForm):
    """交接: what the next one has to know."""

    uuid = ClientUuid()
    matters = forms.MultipleChoiceField(
        label=_("要接着办的事项"), required=False, widget=forms.CheckboxSelectMultiple
    )
    calls = forms.MultipleChoiceField(label=_("答应了的回电"), required=False, widget=forms.CheckboxSelectMultiple)
    waiting = forms.CharField(
        label=_("钥匙、物品、等着的人"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    text = forms.CharField(label=_("还要说的"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    next_post = OnePostField(label=_("交给谁"), required=False)

    def __init__(
        self, *args: Any, open_matters: dict[str, str], open_calls: dict[str, str], **kwargs: Any
    ) -> None:
        self.offered = open_matters, open_calls
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        for name, rows in zip(("matters", "calls"), self.offered, strict=True):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = list(rows.items())
        post = self.fields["next_post"]
        assert isinstance(post, OnePostField)
        others = [row for row in duty_posts(self.access.community) if row.person_id not in self.access.person_ids]
        post.offer(others, _("谁接班谁收"))
        following = next_after(self.access.community, clock.now())
        if following is not None and following.post_id in {row.pk for row in others}:
            post.initial = str(following.post_id)


def own_shift(shifts: list[DutyShift], persons: frozenset[int]) -> DutyShift | None:
    """Of those who are on now the reader's own shift."""
    return next((shift for shift in shifts if shift.post.person_id in persons), None)


def call_line(call: Call) -> str:
    """What a tick box says of a promised call: number masked, hour, what for."""
    due = clock.local(call.due_at)
    return " · ".join(filter(None, (call.masked, f"{due:%m-%d %H:%M}", call.about)))


