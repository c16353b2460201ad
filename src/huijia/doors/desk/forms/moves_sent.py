"""12345 转办 and 抽查: signed for, returned, replied to; and what another person found of an answer given at once."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from huijia.core.matters import actions
from huijia.core.matters.models import Matter
from huijia.doors.desk.forms.step import MoveForm
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import written_field


class Sign(MoveForm):
    sentence = _("签收后停止签收计时，接下来受理。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.sign(matter, by=by, at=at)


class HandBack(MoveForm):
    reason = written_field(_("为什么不属本社区"), rows=3, help_text=_("写清应由哪个单位办，平台会看到。"))
    written_in = "reason"
    sentence = _("退回 12345 平台，由平台答复反映人；只能在签收时限内退回。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.hand_back(matter, reason=self.cleaned_data["reason"], by=by, at=at)


class ReplyOut(MoveForm):
    reply = written_field(_("办理情况"), rows=5, help_text=_("回复单上写的话；已经按这些话回复平台。"))

    def begin(self, matter: Matter) -> dict[str, Any]:
        transfer = getattr(matter, "transfer", None)
        return {"reply": (transfer.reply if transfer is not None else "") or matter.result or matter.answer}

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.reply_out(matter, reply=self.cleaned_data["reply"], by=by, at=at)


class SampleOk(MoveForm):
    note = written_field(_("抽查情况"), required=False, rows=3)
    written_in = "note"

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.sample_ok(matter, note=self.cleaned_data["note"], by=by, at=at)


class SampleShort(MoveForm):
    note = written_field(_("哪里没有答全"), rows=3)
    written_in = "note"
    sentence = _("记为答得不全；请给来电人补一个电话。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.sample_short(matter, note=self.cleaned_data["note"], by=by, at=at)


class SampleWrong(MoveForm):
    reason = written_field(_("错在哪里"), rows=3)
    written_in = "reason"
    sentence = _("重新派单，重新计时；原来的答复留在时间线里。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.sample_wrong(matter, reason=self.cleaned_data["reason"], by=by, at=at)
