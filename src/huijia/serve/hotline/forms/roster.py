from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Post
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field, time_field
from huijia.lib import clock
from huijia.serve.hotline.actions import ShiftDraft, TurnDraft
from huijia.serve.hotline.enums import DayKey, ShiftKind, TurnBy
from huijia.serve.hotline.forms.base import OnePostField, PostsField, phone_field
from huijia.serve.hotline.models import DutyShift, DutyTurn
from huijia.serve.hotline.queries.roster import duty_posts

PHONE_HELP = _("这段时间来电转到这个号码，会印在门口页面上；接热线座机的可以不填。")


class TurnForm(OfficeForm):
    """One line of the weekly pattern."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("班名"), max_length=20, help_text=_("例如：白班、夜班、周末班。"))
    kind = forms.TypedChoiceField(
        label=_("班次"), choices=ShiftKind.choices, coerce=ShiftKind, widget=forms.RadioSelect,
        initial=ShiftKind.OFFICE.value,
    )
    days = forms.TypedMultipleChoiceField(
        label=_("哪几天"), choices=DayKey.choices, coerce=int, widget=forms.CheckboxSelectMultiple,
    )
    starts = time_field(_("从"))
    ends = time_field(_("到"), help_text=_("不晚于开始的，算到第二天。"))
    posts = PostsField(label=_("谁值班"), help_text=_("选了几位，就几位轮流。"))
    turn_by = forms.TypedChoiceField(
        label=_("几个人怎样轮"), choices=TurnBy.choices, coerce=TurnBy, widget=forms.RadioSelect,
        initial=TurnBy.WEEK.value,
    )
    phone = phone_field(_("接听号码"), required=False, help_text=PHONE_HELP)

    def __init__(self, *args: Any, turn: DutyTurn | None = None, **kwargs: Any) -> None:
        if turn is not None:
            kwargs["initial"] = {
                "version": turn.version, "name": turn.name, "kind": turn.kind, "days": turn.days,
                "starts": turn.starts, "ends": turn.ends, "posts": [str(pk) for pk in turn.post_ids],
                "turn_by": turn.turn_by, "phone": turn.phone,
            }
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        field = self.fields["posts"]
        assert isinstance(field, PostsField)
        field.offer(duty_posts(self.access.community))

    def draft(self) -> TurnDraft:
        names = ("name", "kind", "days", "starts", "ends", "posts", "turn_by", "phone")
        return TurnDraft(**{name: self.cleaned_data[name] for name in names})


class ShiftForm(OfficeForm):
    """One shift of one day."""

    uuid = ClientUuid()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = day_field(_("日期"))
    starts = time_field(_("从"))
    ends = time_field(_("到"), help_text=_("不晚于开始的，算到第二天。"))
    kind = forms.TypedChoiceField(
        label=_("班次"), choices=ShiftKind.choices, coerce=ShiftKind, widget=forms.RadioSelect,
        initial=ShiftKind.OFFICE.value,
    )
    post = OnePostField(label=_("谁值班"))
    phone = phone_field(_("接听号码"), required=False, help_text=PHONE_HELP)

    def __init__(self, *args: Any, shift: DutyShift | None = None, **kwargs: Any) -> None:
        self.shift = shift
        if shift is not None:
            kwargs["initial"] = {
                "uuid": shift.uuid, "version": shift.version, "day": shift.day, "kind": shift.kind,
                "starts": clock.local(shift.starts_at).time(), "ends": clock.local(shift.ends_at).time(),
                "post": str(shift.post_id), "phone": shift.phone,
            }
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        field = self.fields["post"]
        assert isinstance(field, OnePostField)
        posts = duty_posts(self.access.community)
        if self.shift is not None and self.shift.post_id not in {post.pk for post in posts}:
            posts.append(self.shift.post)
        field.offer(posts, _("请选择"))

    def draft(self) -> ShiftDraft:
        names = ("uuid", "day", "starts", "ends", "kind", "post", "phone")
        return ShiftDraft(**{name: self.cleaned_data[name] for name in names})


class SwapForm(OfficeForm):
    """Whom to ask, and which of their shifts in exchange."""

    taker = OnePostField(label=_("请谁来值"))
    back = forms.ChoiceField(label=_("换对方的哪个班"), required=False)
    reason = forms.CharField(label=_("原因"), max_length=120, required=False)

    def __init__(self, *args: Any, shift: DutyShift, others: list[DutyShift], **kwargs: Any) -> None:
        self.shift = shift
        self.others = {str(row.pk): row for row in others}
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        field, back = self.fields["taker"], self.fields["back"]
        assert isinstance(field, OnePostField) and isinstance(back, forms.ChoiceField)
        own = self.shift.post.person_id
        posts = duty_posts(self.access.community, self.shift.day)
        field.offer([post for post in posts if post.person_id != own], _("请选择"))
        lines = [(key, f"{row.day:%m-%d} {row.hours} {row.post_label}") for key, row in self.others.items()]
        back.choices = [("", _("不换，请他代一个班")), *lines]

    @property
    def chosen(self) -> tuple[Post, DutyShift | None]:
        data = self.cleaned_data
        return data["taker"], self.others.get(data["back"])


class ReasonForm(OfficeForm):
    reason = forms.CharField(
        label=_("导出做什么用"), max_length=120, help_text=_("会和行数一起记入操作日志，并印在每页页眉。"),
    )
