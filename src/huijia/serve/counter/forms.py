"""The room's forms; every rule is in `actions`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.signup.actions import SignupDraft
from huijia.core.signup.enums import Channel
from huijia.core.signup.models import Occasion
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field, moment_field, time_field, written_field
from huijia.lib import clock
from huijia.serve.counter import actions, queries
from huijia.serve.counter.actions.hours import WEEKDAYS
from huijia.serve.counter.enums import Kind, Outcome
from huijia.serve.counter.models import Counter, CounterService, Opening, Turn


class RowField(forms.ChoiceField):
    """One of the rows offered; gives the row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows: dict[str, Any] = {}

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))

    def offer(self, rows: Sequence[Any], *, blank: Any = None, label: Any = str) -> None:
        self.rows = {str(row.pk): row for row in rows}
        first = [] if blank is None else [("", blank)]
        self.choices = [*first, *((key, label(row)) for key, row in self.rows.items())]


def _offer(form: OfficeForm, name: str, rows: Sequence[Any], **more: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, RowField)
    field.offer(rows, **more)


def _number(label: Any, initial: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, initial=initial, widget=forms.NumberInput(attrs={"inputmode": "numeric"}), **more
    )


class NumberForm(OfficeForm):
    """Somebody who just came: what for is enough."""

    uuid = ClientUuid()
    counter = RowField(label=_("窗口"))
    service = RowField(label=_("办什么"))
    name = forms.CharField(
        label=_("姓名"), required=False, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    is_first = forms.BooleanField(label=_("优先(老人、孕妇、残疾人)"), required=False)

    def fill(self) -> None:
        _offer(self, "counter", list(queries.counters(self.access.community)))
        _offer(self, "service", list(queries.offered(self.access.community)), blank=_("请选择"))

    def act(self) -> Turn:
        data = self.cleaned_data
        taken = actions.Taken(data["counter"], data["service"], data["name"], data["is_first"], data["uuid"])
        return actions.take_number(taken, by=self.access)


class FinishForm(OfficeForm):
    """办结 at the counter; `missing` lists what the service asks for, to be ticked where it is lacking."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.TypedChoiceField(
        label=_("结果"), choices=Outcome.choices, coerce=Outcome, widget=forms.RadioSelect, initial=Outcome.DONE.value
    )
    missing = forms.MultipleChoiceField(label=_("还缺哪些"), required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(label=_("还要说明的"), required=False, max_length=200)

    def __init__(self, *args: Any, turn: Turn, **kwargs: Any) -> None:
        self.turn = turn
        super().__init__(*args, initial={"version": turn.version}, **kwargs)

    def fill(self) -> None:
        field = self.fields["missing"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(line, line) for line in self.turn.service.lines]

    def act(self) -> None:
        data = self.cleaned_data
        self.turn.version = data["version"]
        actions.finish(
            self.turn, outcome=data["outcome"], missing=data["missing"], words=data["words"], by=self.access
        )


class BookForm(OfficeForm):
    """An appointment made by the office, for whoever calls or stands there."""

    uuid = ClientUuid()
    service = RowField(label=_("办什么"))
    slot = RowField(label=_("什么时间"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("谁来办"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        label=_("电话"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("有变动、有空位都打这个电话；没有就空着。"),
    )
    asked_by = forms.CharField(label=_("谁代约的"), required=False, max_length=40)
    note = forms.CharField(label=_("备注"), required=False, max_length=120, help_text=_("例如：坐轮椅、要手语。"))

    def __init__(self, *args: Any, slots: Sequence[Occasion], **kwargs: Any) -> None:
        self.slots = slots
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        _offer(self, "service", list(queries.offered(self.access.community)), blank=_("请选择"))
        _offer(self, "slot", self.slots, label=said_slot)

    def act(self) -> actions.Booked:
        data = self.cleaned_data
        draft = SignupDraft(
            name=data["name"], phone=data["phone"], note=data["note"], asked_by=data["asked_by"],
            channel=Channel.COUNTER, uuid=data["uuid"],
        )
        return actions.book(data["slot"], draft, service=data["service"], by=self.access)


def said_slot(slot: Occasion) -> str:
    """09:00–09:30 便民窗口 (还有 1 个)"""
    left = _("还有 %(free)s 个") % {"free": slot.free} if slot.free else _("约满，可候补")
    return f"{clock.local(slot.starts_at):%H:%M}–{clock.local(slot.ends_at):%H:%M} {slot.title} · {left}"


class CounterForm(OfficeForm):
    name = forms.CharField(label=_("名称"), max_length=20)
    place_name = forms.CharField(label=_("地点"), max_length=120)
    letter = forms.CharField(label=_("号码字母"), max_length=1, help_text=_("叫号时在前面，例如 A。"))
    is_active = forms.BooleanField(label=_("开放"), required=False, initial=True)

    def act(self, counter: Counter | None) -> Counter:
        return actions.save_counter(counter, by=self.access, **self.cleaned_data)


class HoursForm(OfficeForm):
    """A line of the working plan; several weekdays at once are several lines."""

    counter = RowField(label=_("窗口"))
    kind = forms.TypedChoiceField(
        label=_("哪一种"), choices=[(one.value, one.label) for one in Kind if one != Kind.DEMAND], coerce=Kind
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期几"), choices=list(enumerate(WEEKDAYS)), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = time_field(_("几点开"))
    ends = time_field(_("几点关"))
    slot_minutes = _number(_("一个号几分钟"), 30)
    gap_minutes = _number(_("两个号之间空几分钟"), 0)
    places = _number(_("同时办几位"), 1)
    from_on = day_field(_("哪天起"), required=False, help_text=_("不填就是今天起。"))

    def fill(self) -> None:
        _offer(self, "counter", list(queries.counters(self.access.community)))

    def drafts(self) -> list[actions.HoursDraft]:
        data = {name: value for name, value in self.cleaned_data.items() if name != "weekdays"}
        return [actions.HoursDraft(weekday=weekday, **data) for weekday in self.cleaned_data["weekdays"]]


class EndForm(OfficeForm):
    on = day_field(_("从哪天起不开"))


class ExtraForm(OfficeForm):
    uuid = ClientUuid()
    counter = RowField(label=_("窗口"))
    kind = forms.TypedChoiceField(
        label=_("哪一种"), choices=[(one.value, one.label) for one in (Kind.EXTENDED, Kind.WEEKEND)], coerce=Kind
    )
    starts_at = moment_field(_("从"))
    ends_at = moment_field(_("到"))
    slot_minutes = _number(_("一个号几分钟"), 20)
    gap_minutes = _number(_("两个号之间空几分钟"), 0)
    places = _number(_("同时办几位"), 1)

    def fill(self) -> None:
        _offer(self, "counter", list(queries.counters(self.access.community)))

    def draft(self) -> actions.ExtraDraft:
        return actions.ExtraDraft(**self.cleaned_data)


class GrantForm(ExtraForm):
    """The same for a day that residents asked for."""

    def fill(self) -> None:
        super().fill()
        del self.fields["kind"]

    def draft(self) -> actions.ExtraDraft:
        return actions.ExtraDraft(kind=Kind.DEMAND, **self.cleaned_data)


class ClosedForm(OfficeForm):
    day = day_field(_("哪天"))
    counter = RowField(label=_("哪个窗口"), required=False)
    reason = forms.CharField(label=_("原因"), max_length=120, help_text=_("会告诉约了这一天的居民。"))

    def fill(self) -> None:
        _offer(self, "counter", list(queries.counters(self.access.community)), blank=_("全部窗口"))

    def act(self) -> int:
        data = self.cleaned_data
        return actions.close_day(data["day"], counter=data["counter"], reason=data["reason"], by=self.access)


class ReasonForm(OfficeForm):
    reason = forms.CharField(label=_("原因"), max_length=120, help_text=_("会告诉约了的居民。"))


class OvertimeForm(OfficeForm):
    label = forms.CharField(label=_("谁"), max_length=40)
    starts_at = moment_field(_("从"))
    ends_at = moment_field(_("到"))

    def act(self, opening: Opening) -> None:
        actions.record_overtime(opening, by=self.access, **self.cleaned_data)


class CardForm(OfficeForm):
    """A line of the community's own list, with its guide."""

    name = forms.CharField(label=_("名称"), max_length=40)
    materials = written_field(
        _("要带的材料"), required=False, rows=5, help_text=_("一行一样。居民看到的就是这张清单。")
    )
    basis = forms.CharField(label=_("办理依据"), required=False, max_length=200)
    fee = forms.CharField(label=_("收费"), required=False, max_length=40, initial=_("不收费"))
    takes = forms.CharField(label=_("多久办好"), required=False, max_length=40)
    minutes = _number(_("窗口上一般几分钟"), 15)
    note = forms.CharField(label=_("说明"), required=False, max_length=200)
    is_active = forms.BooleanField(label=_("提供"), required=False, initial=True)

    def act(self, service: CounterService | None) -> CounterService:
        return actions.save_service(service, actions.Card(**self.cleaned_data), by=self.access)


def begin_overtime(opening: Opening, access: Access) -> dict[str, Any]:
    """What the form of the time begins with: the announced hours, the reader."""
    return {
        "label": access.label, "starts_at": clock.local(opening.starts_at), "ends_at": clock.local(opening.ends_at)
    }


def begin_extra(day: datetime) -> dict[str, Any]:
    """Nine to eleven in the morning of that day."""
    morning = day.replace(hour=9, minute=0, second=0, microsecond=0)
    return {"starts_at": morning, "ends_at": morning.replace(hour=11)}
