"""The room's forms; every rule is in `actions`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Channel, Satisfaction, Source
from huijia.core.people.enums import PostKind
from huijia.core.people.formkit import PostField
from huijia.core.people.models import Person
from huijia.core.people.queries import person_phone
from huijia.core.places.formkit import PlaceField, dwelling_of
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field, moment_field, written_field
from huijia.lib import clock
from huijia.serve.home_orders import actions, queries
from huijia.serve.home_orders.enums import PartOfDay
from huijia.serve.home_orders.models import HomeOrder, HomeService

SOURCES = (Source.HOTLINE, Source.COUNTER, Source.VISIT)


class ServiceField(forms.ChoiceField):
    """One of the services that are offered; gives a `HomeService`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows: dict[str, HomeService] = {}

    def clean(self, value: Any) -> HomeService | None:
        return self.rows.get(super().clean(value))

    def offer(self, rows: Sequence[HomeService]) -> None:
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", _("请选择")), *((key, row.name) for key, row in self.rows.items())]


class RequestForm(OfficeForm):
    """An order taken by the staff. With `neighbour` the number comes from the roster, unseen."""

    uuid = ClientUuid()
    service = ServiceField(label=_("要什么服务"))
    place_name = PlaceField(label=_("地址"), required=True)
    name = forms.CharField(label=_("怎么称呼"), max_length=40)
    phone = forms.CharField(label=_("联系电话"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    wished_on = day_field(_("希望哪天"))
    wished_part = forms.ChoiceField(
        label=_("希望什么时候"), choices=PartOfDay.choices, initial=PartOfDay.ANY, widget=forms.RadioSelect
    )
    source = forms.ChoiceField(
        label=_("怎么来的"), choices=[(one.value, one.label) for one in SOURCES], initial=Source.HOTLINE
    )
    note = forms.CharField(
        label=_("要注意的"), required=False, max_length=200, help_text=_("例如：听力不好，请多敲几下门。")
    )

    def __init__(self, *args: Any, neighbour: Person | None = None, **kwargs: Any) -> None:
        self.neighbour = neighbour
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        service = self.fields["service"]
        assert isinstance(service, ServiceField)
        service.offer(list(queries.offered(self.access.community)))
        if self.neighbour is not None and self.neighbour.phone_sealed:
            self.fields["phone"].required = False

    def act(self) -> actions.Requested:
        data = self.cleaned_data
        phone = data["phone"]
        if not phone and self.neighbour is not None:
            phone = person_phone(self.neighbour)
        dwelling = dwelling_of(self.access, data["place_name"])
        return actions.request(actions.Draft(
            service=data["service"], name=data["name"], phone=phone, wished_on=data["wished_on"],
            source=Source(data["source"]), uuid=data["uuid"], wished_part=PartOfDay(data["wished_part"]),
            place_name=data["place_name"], dwelling=dwelling, person=self.neighbour, note=data["note"],
        ), by=self.access)


class OrderForm(OfficeForm):
    """One move on one order; the version is that of the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, order: HomeOrder, **kwargs: Any) -> None:
        self.order = order
        kwargs["initial"] = {"version": order.version, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def act(self, by: Access) -> None:
        """Calls the verb. Raises Refusal."""


class ArrangeForm(OrderForm):
    to = PostField(label=_("谁上门"))
    starts_at = moment_field(_("约定时间"))
    minutes = forms.IntegerField(label=_("大约多少分钟"), min_value=5, max_value=480)
    outside = forms.BooleanField(
        label=_("非办公时间也上门"), required=False, help_text=_("晚上、周末上门，计入延时服务。")
    )
    reason = forms.CharField(label=_("为什么改约"), max_length=200, required=False)

    def fill(self) -> None:
        to = self.fields["to"]
        assert isinstance(to, PostField)
        to.offer(queries.workers_for(self.access, self.order.service))
        self.fields["minutes"].initial = self.order.service.minutes
        if self.order.starts_at is None:
            del self.fields["reason"]

    def act(self, by: Access) -> None:
        data = self.cleaned_data
        actions.arrange(
            self.order, to=data["to"], starts_at=data["starts_at"], minutes=data["minutes"], outside=data["outside"],
            reason=data.get("reason", ""), by=by,
        )


class RefuseForm(OrderForm):
    reason = written_field(_("为什么不能，可以找谁"), rows=2)

    def act(self, by: Access) -> None:
        actions.refuse(self.order, reason=self.cleaned_data["reason"], by=by)


class SetOutForm(OrderForm):
    def act(self, by: Access) -> None:
        actions.set_out(self.order, by=by)


class FinishForm(OrderForm):
    result = written_field(_("做了什么"), rows=3)
    minutes = forms.IntegerField(label=_("在家里服务了多少分钟"), min_value=1, max_value=480)

    def fill(self) -> None:
        self.fields["minutes"].initial = minutes_since(self.order, clock.now())

    def act(self, by: Access) -> None:
        data = self.cleaned_data
        actions.finish(self.order, result=data["result"], minutes=data["minutes"], by=by)


def minutes_since(order: HomeOrder, at: datetime) -> int:
    """A first guess: since the agreed hour, else what this service usually takes."""
    since = int((at - order.starts_at).total_seconds() // 60) if order.starts_at else 0
    return since if 5 <= since <= 2 * order.service.minutes else order.service.minutes


class NobodyHomeForm(OrderForm):
    note = written_field(_("怎么找过"), rows=2, help_text=_("例如：敲门三次，电话没人接。"))

    def act(self, by: Access) -> None:
        actions.nobody_home(self.order, note=self.cleaned_data["note"], by=by)


class CancelForm(OrderForm):
    reason = written_field(_("为什么取消"), rows=2)

    def act(self, by: Access) -> None:
        actions.cancel(self.order, reason=self.cleaned_data["reason"], by=by)


class GradeForm(OrderForm):
    satisfaction = forms.ChoiceField(label=_("居民说"), choices=Satisfaction.choices, widget=forms.RadioSelect)
    via = forms.ChoiceField(
        label=_("怎么问的"), choices=[(one.value, one.label) for one in (Channel.PHONE, Channel.VISIT, Channel.COUNTER)]
    )
    words = forms.CharField(label=_("居民的话"), max_length=200, required=False)

    def act(self, by: Access) -> None:
        data = self.cleaned_data
        actions.grade(
            self.order, satisfaction=Satisfaction(data["satisfaction"]), via=Channel(data["via"]),
            words=data["words"], by=by,
        )


class FindingForm(OrderForm):
    text = written_field(_("看到了什么问题"), rows=3, help_text=_("会成为一件事项，由社区派人办。"))

    def act(self, by: Access) -> None:
        actions.raise_matter(self.order, text=self.cleaned_data["text"], by=by)


FORMS: dict[str, type[OrderForm]] = {
    "arrange": ArrangeForm, "put_off": ArrangeForm, "refuse": RefuseForm, "set_out": SetOutForm,
    "finish": FinishForm, "nobody_home": NobodyHomeForm, "cancel": CancelForm, "grade": GradeForm,
    "raise_matter": FindingForm,
}


class ServiceForm(OfficeForm):
    """One service of the community's list."""

    name = forms.CharField(label=_("名称"), max_length=40)
    minutes = forms.IntegerField(label=_("一般多少分钟"), min_value=5, max_value=480, initial=30)
    note = forms.CharField(label=_("说明"), max_length=120, required=False)
    kinds = forms.MultipleChoiceField(
        label=_("谁可以做"), choices=PostKind.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选，就是谁都可以。"),
    )
    is_active = forms.BooleanField(label=_("现在提供"), required=False, initial=True)

    def act(self, service: HomeService | None) -> HomeService:
        return actions.save_service(service, by=self.access, **self.cleaned_data)
