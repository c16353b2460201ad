"""反馈, 核查, 答复, 评价: the forms of the moves that bring a matter to its end."""

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import actions
from huijia.core.matters.enums import Channel, Satisfaction
from huijia.core.matters.models import Matter
from huijia.doors.desk.forms.step import MoveForm, channel_field
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import written_field
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.formkit import PhotosField

SOLVED = [("1", _("解决了")), ("0", _("没有解决"))]


# On the web a resident grades alone: nobody asks there.
ASKED = [choice for choice in Channel.choices if choice[0] != Channel.ONLINE]


class ReportResult(MoveForm):
    result = written_field(_("办理结果"), help_text=_("做了什么、现在怎样。核查的人和居民都会看到。"))
    photos = PhotosField(label=_("办理后的照片"))
    written_in = "result"
    phrases = True
    sentence = _("接下来由另一个人核查，核查通过后答复居民。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.report_result(matter, result=self.cleaned_data["result"], files=self.kept_photos(by), by=by, at=at)


class CheckPass(MoveForm):
    note = written_field(_("核查情况"), required=False, rows=3)
    photos = PhotosField(label=_("核查照片"))
    written_in = "note"
    phrases = True
    sentence = _("确认结果属实。接下来答复居民。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.check_pass(matter, note=self.cleaned_data["note"], files=self.kept_photos(by), by=by, at=at)


class CheckFail(MoveForm):
    reason = written_field(_("哪里没有办好"), rows=3)
    written_in = "reason"
    sentence = _("退回责任人继续办理，计时不停。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.check_fail(matter, reason=self.cleaned_data["reason"], by=by, at=at)


def solved_field(*, required: bool = True) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("居民说解决了吗"), choices=SOLVED, coerce=lambda value: value == "1", empty_value=None,
        widget=forms.RadioSelect, required=required,
    )


def satisfaction_field(*, required: bool = True) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("居民满意吗"), choices=Satisfaction.choices, coerce=Satisfaction, empty_value=None,
        widget=forms.RadioSelect, required=required,
    )


class Answer(MoveForm):
    """The answer, and the reporter's own grade where they gave it in the same breath."""

    answer = written_field(_("答复的话"))
    channel = channel_field(_("怎样答复的"))
    is_solved = solved_field(required=False)
    satisfaction = satisfaction_field(required=False)
    words = forms.CharField(label=_("居民的原话"), required=False)
    written_in = "answer"
    phrases = True
    sentence = _("答复后即办结。没有问到的评价请留空，不要替居民填。")

    def begin(self, matter: Matter) -> dict[str, Any]:
        return {"answer": matter.result}

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        data = self.cleaned_data
        solved, pleased = data["is_solved"], data["satisfaction"]
        if (solved is None) != (pleased is None):
            field = "is_solved" if solved is None else "satisfaction"
            raise Refusal(_("评价要两项都问到；没有问到就两项都留空"), field=field)
        with transaction.atomic():
            actions.answer(matter, text=data["answer"], channel=data["channel"], by=by, at=at)
            if solved is not None:
                actions.grade(
                    matter, is_solved=solved, satisfaction=pleased, words=data["words"], channel=data["channel"],
                    by=by, at=at,
                )


class Grade(MoveForm):
    is_solved = solved_field()
    satisfaction = satisfaction_field()
    words = forms.CharField(label=_("居民的原话"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    channel = channel_field(_("怎样问到的"), choices=ASKED)
    written_in = "words"
    sentence = _("只记居民自己的话，不要替居民填。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        data = self.cleaned_data
        actions.grade(
            matter, is_solved=data["is_solved"], satisfaction=data["satisfaction"], words=data["words"],
            channel=data["channel"], by=by, at=at,
        )


class Unreached(MoveForm):
    channel = channel_field(_("怎样联系的"), Channel.PHONE, ASKED)
    sentence = _("没有联系上的不计入解决率和满意率。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.unreached(matter, channel=self.cleaned_data["channel"], by=by, at=at)


class Reopen(MoveForm):
    reason = written_field(_("为什么重开"), rows=3)
    written_in = "reason"
    sentence = _("重新派单，重新计时；原来的结果和答复留在时间线里。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.reopen(matter, reason=self.cleaned_data["reason"], by=by, at=at)
