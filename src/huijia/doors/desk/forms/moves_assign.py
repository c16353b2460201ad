"""受理 and 分派: the forms of the moves that bring a matter to its one responsible person."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import actions
from huijia.core.matters.models import Matter
from huijia.core.people.formkit import PostField, posts_for
from huijia.core.people.models import Post
from huijia.core.people.queries import posts_of_kinds
from huijia.doors.desk.forms.step import CategoryField, MoveForm, channel_field, nature_field
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import written_field
from huijia.kernel.communities import options


class Classified(MoveForm):
    """Category and what is wanted, as they stand now."""

    category = CategoryField(required=False)
    nature = nature_field()

    def begin(self, matter: Matter) -> dict[str, Any]:
        return {"category": matter.category_id or "", "nature": matter.nature}

    def fill(self) -> None:
        field = self.fields["category"]
        assert isinstance(field, CategoryField)
        field.load(self.access)


class Accept(Classified):
    note = written_field(_("备注"), required=False, rows=2)
    written_in = "note"
    sentence = _("受理后告诉居民答复的时间，接下来派给一位责任人。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        data = self.cleaned_data
        actions.accept(matter, by=by, at=at, category=data["category"], nature=data["nature"], note=data["note"])


class Classify(Classified):
    sentence = _("时限从收到时重新计算，原来的截止时间仍然保留。")

    def fill(self) -> None:
        super().fill()
        self.fields["category"].required = True

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        data = self.cleaned_data
        actions.classify(matter, category=data["category"], nature=data["nature"], by=by, at=at)


class Refuse(MoveForm):
    reason = written_field(_("为什么不受理"), rows=3)
    where_to_go = written_field(_("请居民找谁"), rows=2, help_text=_("写清单位、电话或地点，居民会看到。"))
    written_in = "reason"
    sentence = _("居民会收到说明，仍可以要求重新受理。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        data = self.cleaned_data
        actions.refuse(matter, reason=data["reason"], where_to_go=data["where_to_go"], by=by, at=at)


class Acknowledge(MoveForm):
    answer = written_field(_("答复"))
    channel = channel_field(_("怎样答复的"))
    written_in = "answer"
    phrases = True
    sentence = _("建议和感谢答复后即办结。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        data = self.cleaned_data
        actions.acknowledge(matter, answer=data["answer"], channel=data["channel"], by=by, at=at)


class AnswerAtOnce(MoveForm):
    result = written_field(_("怎样答复的"))
    channel = channel_field(_("用什么方式"))
    written_in = "result"
    phrases = True
    sentence = _("当场答清的事一张表办完；其中一部分由他人抽查。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        data = self.cleaned_data
        actions.answer_at_once(matter, result=data["result"], channel=data["channel"], by=by, at=at)


class To(MoveForm):
    """Somebody is named."""

    to = PostField(label=_("责任人"))

    keys: tuple[str, ...] = ("responsible_kinds",)

    def fill(self) -> None:
        field = self.fields["to"]
        assert isinstance(field, PostField)
        field.offer([post for post in posts_for(self.access, *self.keys) if self.fits(post)])

    def fits(self, post: Post) -> bool:
        """A complaint about a person is never offered to that person."""
        return self.matter.about_id is None or post.person_id != self.matter.about_id


class Assign(To):
    reason = written_field(_("交代"), required=False, rows=2, help_text=_("责任人会看到，可以不写。"))
    written_in = "reason"
    sentence = _("只能派给一个人；对方接单后开始办理。")

    def begin(self, matter: Matter) -> dict[str, Any]:
        return {"to": matter.responsible_id or _usual_owner(matter)}

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.assign(matter, to=self.cleaned_data["to"], reason=self.cleaned_data["reason"], by=by, at=at)


def _usual_owner(matter: Matter) -> int | str:
    """The post that the category names, where it names one."""
    return matter.category.owner_id or "" if matter.category else ""


class Reassign(Assign):
    reason = written_field(_("为什么改派"), rows=2)
    sentence = _("原责任人会看到改派的原因；新责任人接单后继续办理。")

    def begin(self, matter: Matter) -> dict[str, Any]:
        return {}

    def fits(self, post: Post) -> bool:
        return super().fits(post) and post.pk != self.matter.responsible_id


class Claim(MoveForm):
    """With one post there is nothing to choose."""

    post = PostField(label=_("以哪个职务认领"))
    sentence = _("认领后由您负责，直接开始办理。")

    def fill(self) -> None:
        kinds = list(options.get(self.access.community, "claim_kinds"))
        mine = posts_of_kinds(self.access.community, kinds).filter(pk__in=self.access.post_ids)
        field = self.fields["post"]
        assert isinstance(field, PostField)
        field.offer(list(mine))
        if len(field.posts) == 1:
            self.initial["post"] = next(iter(field.posts))
            field.required = False
            field.widget = forms.HiddenInput()

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        field = self.fields["post"]
        assert isinstance(field, PostField)
        post = self.cleaned_data["post"] or next(iter(field.posts.values()), None)
        if post is None:
            by.require("matters.assign")
            return
        actions.claim(matter, post=post, by=by, at=at)


class Take(MoveForm):
    sentence = _("接单后由您负责办理，请先联系居民。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.take(matter, by=by, at=at)


class SendBack(MoveForm):
    reason = written_field(_("为什么退回"), rows=3)
    written_in = "reason"
    sentence = _("退回后由派单人重新派单，退回次数有上限。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.send_back(matter, reason=self.cleaned_data["reason"], by=by, at=at)


class Offer(To):
    keys = ("responsible_kinds", "claim_kinds")
    reason = written_field(_("为什么转办"), rows=3)
    written_in = "reason"
    sentence = _("对方同意接手之前，责任人仍然是您。")

    def fits(self, post: Post) -> bool:
        responsible = self.matter.responsible
        return super().fits(post) and (responsible is None or post.person_id != responsible.person_id)

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.offer(matter, to=self.cleaned_data["to"], reason=self.cleaned_data["reason"], by=by, at=at)


class TakeOver(MoveForm):
    sentence = _("同意后，责任人就是您。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.take_over(matter, by=by, at=at)


class Decline(MoveForm):
    reason = written_field(_("为什么不接手"), rows=3)
    written_in = "reason"
    sentence = _("责任人不变，双方都会看到您的答复。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.decline(matter, reason=self.cleaned_data["reason"], by=by, at=at)
