"""处置, 并案, 拆分, 上报: the forms of what happens while somebody works on a matter."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import actions, queries
from huijia.core.matters.models import Helper, Matter
from huijia.core.people.enums import PostKind
from huijia.core.people.formkit import post_line
from huijia.core.people.models import Post
from huijia.core.people.queries import holding, posts_of_kinds
from huijia.core.teams.models import Team
from huijia.doors.desk.forms.step import CategoryField, MoveForm, channel_field
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import written_field
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.formkit import PhotosField
from huijia.lib import clock


class Contact(MoveForm):
    note = written_field(_("联系情况"), rows=3)
    channel = channel_field(_("怎样联系的"))
    written_in = "note"
    phrases = True
    sentence = _("第一次联系上居民，首次联系的计时就停止。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.contact(matter, text=self.cleaned_data["note"], channel=self.cleaned_data["channel"], by=by, at=at)


class Note(MoveForm):
    note = written_field(_("记一笔"))
    photos = PhotosField()
    written_in = "note"
    phrases = True

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.note(matter, text=self.cleaned_data["note"], files=self.kept_photos(by), by=by, at=at)


class HelperField(forms.ChoiceField):
    """A person in a post ("post:3") or a team ("team:4")."""

    def offer(self, posts: list[Post], teams: list[Team]) -> None:
        people = [(f"post:{post.pk}", post_line(post)) for post in posts]
        groups = [(f"team:{team.pk}", team.name) for team in teams]
        self.found: dict[str, Post | Team] = {f"post:{post.pk}": post for post in posts}
        self.found.update({f"team:{team.pk}": team for team in teams})
        choices: list[Any] = [("", _("请选择")), (_("个人"), people)]
        if groups:
            choices.append((_("队伍"), groups))
        self.choices = choices


class AddHelper(MoveForm):
    helper = HelperField(label=_("协办人或队伍"))
    sentence = _("责任人不变，协办人一起出力。")

    def fill(self) -> None:
        posts = posts_of_kinds(self.access.community, [kind.value for kind in PostKind])
        teams = holding(Team.objects.of(self.access.community))
        field = self.fields["helper"]
        assert isinstance(field, HelperField)
        field.offer([post for post in posts if post.pk != self.matter.responsible_id], list(teams))

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        field = self.fields["helper"]
        assert isinstance(field, HelperField)
        chosen = field.found[self.cleaned_data["helper"]]
        if isinstance(chosen, Post):
            actions.add_helper(matter, post=chosen, by=by, at=at)
        else:
            actions.add_helper(matter, team=chosen, by=by, at=at)


class RemoveHelper(MoveForm):
    helper = forms.ChoiceField(label=_("不再协办的是"), widget=forms.RadioSelect)

    def fill(self) -> None:
        self.found = {str(row.pk): row for row in queries.helpers_of(self.matter)}
        field = self.fields["helper"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, helper_line(row)) for key, row in self.found.items()]

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.remove_helper(matter, helper=self.found[self.cleaned_data["helper"]], by=by, at=at)


def helper_line(helper: Helper) -> str:
    if helper.post is not None:
        return f"{helper.post.person.name}({helper.post.get_kind_display()})"
    return helper.team.name if helper.team is not None else ""


class AskExtension(MoveForm):
    new_due = forms.DateField(
        label=_("延到哪一天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("到这一天下班时为止。"),
    )
    reason = written_field(_("为什么延期"), rows=3)
    written_in = "reason"
    sentence = _("批准之前，截止时间不变。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        due = closing_of(self.cleaned_data["new_due"], by)
        actions.ask_extension(matter, new_due=due, reason=self.cleaned_data["reason"], by=by, at=at)


def closing_of(day: date, access: Access) -> datetime:
    """The hour at which the office closes on `day`."""
    closes = time.fromisoformat(options.get(access.community, "office_closes"))
    return datetime.combine(day, closes, tzinfo=clock.ZONE)


class DecideExtension(MoveForm):
    granted = forms.TypedChoiceField(
        label=_("是否同意"), choices=[("1", _("同意延期")), ("0", _("不同意，按原来的时间办"))],
        coerce=lambda value: value == "1", widget=forms.RadioSelect,
    )
    note = written_field(_("批语"), required=False, rows=2)
    written_in = "note"

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        data = self.cleaned_data
        actions.decide_extension(matter, granted=data["granted"], note=data["note"], by=by, at=at)


class Suspend(MoveForm):
    reason = written_field(_("为什么挂起"), rows=3)
    written_in = "reason"
    sentence = _("挂起后停止计时，恢复后按停的工作时间顺延。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.suspend(matter, reason=self.cleaned_data["reason"], by=by, at=at)


class Resume(MoveForm):
    note = written_field(_("备注"), required=False, rows=2)
    written_in = "note"
    sentence = _("恢复计时，截止时间按停的工作时间顺延。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.resume(matter, note=self.cleaned_data["note"], by=by, at=at)


class Supervise(MoveForm):
    note = written_field(_("督办要求"), rows=3)
    written_in = "note"
    sentence = _("责任人会收到提醒，办结前一直列在督办里。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.supervise(matter, note=self.cleaned_data["note"], by=by, at=at)


class Merge(MoveForm):
    into = forms.CharField(label=_("并入哪一件"), help_text=_("填编号，例如 260411-031。"))
    reason = written_field(_("为什么是同一件事"), rows=3)
    written_in = "reason"
    sentence = _("并案后居民看到的是那一件的进度，也收到同样的答复；并错了可以撤销。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        into = queries.find(by, self.cleaned_data["into"])
        if into is None:
            raise Refusal(_("没有这个编号的事项"), field="into")
        actions.merge(matter, into=into, reason=self.cleaned_data["reason"], by=by, at=at)


class Unmerge(MoveForm):
    reason = written_field(_("为什么分开"), rows=3)
    written_in = "reason"
    sentence = _("分开后等待重新派单，截止时间和原来一样。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.unmerge(matter, reason=self.cleaned_data["reason"], by=by, at=at)


class Split(MoveForm):
    title = forms.CharField(label=_("拆出的事叫什么"))
    text = written_field(_("内容"))
    category = CategoryField(required=False)
    reason = written_field(_("为什么拆分"), rows=2)
    written_in = "reason"
    sentence = _("拆出的事单独派单、单独办结，从同一天起计时。")

    def begin(self, matter: Matter) -> dict[str, Any]:
        return {"text": matter.text, "category": matter.category_id or ""}

    def fill(self) -> None:
        field = self.fields["category"]
        assert isinstance(field, CategoryField)
        field.load(self.access)

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        data = self.cleaned_data
        actions.split(
            matter, title=data["title"], text=data["text"], reason=data["reason"], category=data["category"], by=by,
            at=at,
        )


class Escalate(MoveForm):
    reason = written_field(_("为什么要上报街道"))
    written_in = "reason"
    sentence = _("社区办不了的事请街道协调。期间停止计时，责任人不变。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.escalate(matter, reason=self.cleaned_data["reason"], by=by, at=at)


class StreetReturn(MoveForm):
    note = written_field(_("街道意见"))
    written_in = "note"
    sentence = _("退回社区后恢复计时，由原责任人继续办理。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.street_return(matter, note=self.cleaned_data["note"], by=by, at=at)


class StreetResult(MoveForm):
    result = written_field(_("办理结果"))
    written_in = "result"
    phrases = True
    sentence = _("由社区核查后答复居民。")

    def act(self, matter: Matter, by: Access, at: datetime) -> None:
        actions.street_result(matter, result=self.cleaned_data["result"], by=by, at=at)
