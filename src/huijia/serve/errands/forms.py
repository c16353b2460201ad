"""The room's forms; every rule is in `actions`."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Channel, Satisfaction, Source
from huijia.core.people.formkit import PostField
from huijia.core.people.models import Person
from huijia.core.people.queries import person_phone
from huijia.core.places.formkit import PlaceField, dwelling_of
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field, written_field
from huijia.kernel.communities import options
from huijia.kernel.files.formkit import SignatureField, kept_signature
from huijia.serve.errands import actions, queries
from huijia.serve.errands.agreed import TEXT_KEY
from huijia.serve.errands.enums import Mandated, Outcome
from huijia.serve.errands.models import Errand, ErrandService

SOURCES = (Source.HOTLINE, Source.COUNTER, Source.VISIT)
AFAR = (Source.HOTLINE, Source.DOOR, Source.ONLINE)
VIA = (Channel.PHONE, Channel.VISIT, Channel.COUNTER)


class ServiceField(forms.ChoiceField):
    """One of what is offered; gives an `ErrandService`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows: dict[str, ErrandService] = {}

    def clean(self, value: Any) -> ErrandService | None:
        return self.rows.get(super().clean(value))

    def offer(self, rows: Sequence[ErrandService]) -> None:
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", _("请选择")), *((key, row.name) for key, row in self.rows.items())]


class RequestForm(OfficeForm):
    """An errand taken by the staff. With `neighbour` the number comes from the roster, unseen."""

    uuid = ClientUuid()
    service = ServiceField(label=_("办什么"))
    name = forms.CharField(label=_("给谁办"), max_length=40)
    phone = forms.CharField(label=_("联系电话"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    place_name = PlaceField(label=_("地址"), required=True)
    source = forms.ChoiceField(
        label=_("怎么来的"), choices=[(one.value, one.label) for one in SOURCES], initial=Source.HOTLINE
    )
    note = forms.CharField(label=_("要说明的"), required=False, max_length=200)

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
        draft = actions.Draft(
            service=data["service"], name=data["name"], phone=phone, source=Source(data["source"]), uuid=data["uuid"],
            place_name=data["place_name"], dwelling=dwelling_of(self.access, data["place_name"]),
            person=self.neighbour, note=data["note"],
        )
        return actions.request(draft, by=self.access)


class ErrandForm(OfficeForm):
    """A move on one errand; `version` is the one that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, access: Access, errand: Errand, **kwargs: Any) -> None:
        self.errand = errand
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"version": errand.version, **kwargs["initial"]}
        super().__init__(*args, access=access, **kwargs)

    def act(self, by: Access) -> None:
        raise NotImplementedError


class EntrustForm(ErrandForm):
    agent = PostField(label=_("代办人"))
    due_on = day_field(_("哪天前办好"), required=False)
    mandate_by = forms.CharField(
        label=_("谁委托的"), max_length=40, help_text=_("本人就写姓名；家人代为委托，写姓名和关系。")
    )
    mandate_means = forms.TypedChoiceField(
        label=_("怎么委托的"), choices=Mandated.choices, coerce=Mandated, widget=forms.RadioSelect,
        initial=Mandated.SCREEN.value,
    )
    signature = SignatureField()

    def fill(self) -> None:
        agent = self.fields["agent"]
        assert isinstance(agent, PostField)
        agent.offer(queries.agents(self.access.community))
        self.fields["mandate_by"].initial = self.errand.name
        if self.errand.source in AFAR:
            self.fields["mandate_means"].initial = Mandated.PHONE.value

    @property
    def text(self) -> str:
        """What is agreed to, to be read out or shown."""
        return str(options.get(self.access.community, TEXT_KEY))

    def act(self, by: Access) -> None:
        data = self.cleaned_data
        signature = kept_signature(data["signature"], by=by) if data["mandate_means"] == Mandated.SCREEN else None
        mandate = actions.Mandate(data["mandate_means"], data["mandate_by"], signature)
        actions.entrust(self.errand, to=data["agent"], mandate=mandate, due_on=data["due_on"], by=by)


class StepForm(ErrandForm):
    uuid = ClientUuid()
    office = forms.CharField(label=_("到哪里"), max_length=60)
    done = written_field(_("办了什么"), rows=3)
    next_on = day_field(_("下次哪天再去"), required=False)

    def fill(self) -> None:
        self.fields["office"].initial = self.errand.service.office

    def act(self, by: Access) -> None:
        data = self.cleaned_data
        actions.step(self.errand, actions.Went(data["uuid"], data["office"], data["done"], data["next_on"]), by=by)


class ReportForm(ErrandForm):
    outcome = forms.TypedChoiceField(
        label=_("结果"), choices=Outcome.choices, coerce=Outcome, widget=forms.RadioSelect, initial=Outcome.DONE.value
    )
    result = written_field(_("办得怎样"), rows=3)

    def act(self, by: Access) -> None:
        data = self.cleaned_data
        actions.report(self.errand, outcome=data["outcome"], result=data["result"], by=by)


class CloseForm(ErrandForm):
    def act(self, by: Access) -> None:
        actions.close(self.errand, by=by)


class ReasonForm(ErrandForm):
    reason = forms.CharField(label=_("原因"), max_length=200)


class RefuseForm(ReasonForm):
    def act(self, by: Access) -> None:
        actions.refuse(self.errand, reason=self.cleaned_data["reason"], by=by)


class CancelForm(ReasonForm):
    def act(self, by: Access) -> None:
        actions.cancel(self.errand, reason=self.cleaned_data["reason"], by=by)


class ReassignForm(ReasonForm):
    agent = PostField(label=_("换谁来办"))

    def fill(self) -> None:
        agent = self.fields["agent"]
        assert isinstance(agent, PostField)
        posts = queries.agents(self.access.community)
        agent.offer([post for post in posts if post.person_id != self.errand.agent_person_id])

    def act(self, by: Access) -> None:
        data = self.cleaned_data
        actions.reassign(self.errand, to=data["agent"], reason=data["reason"], by=by)


class GradeForm(ErrandForm):
    satisfaction = forms.TypedChoiceField(
        label=_("居民怎么说"), choices=Satisfaction.choices, coerce=Satisfaction, widget=forms.RadioSelect
    )
    via = forms.TypedChoiceField(
        label=_("怎么问的"), choices=[(one.value, one.label) for one in VIA], coerce=Channel,
        initial=Channel.PHONE.value,
    )
    words = forms.CharField(label=_("评价的话"), required=False, max_length=200)

    def act(self, by: Access) -> None:
        data = self.cleaned_data
        actions.grade(self.errand, satisfaction=data["satisfaction"], via=data["via"], words=data["words"], by=by)


class OfferForm(OfficeForm):
    """A line of the community's own list."""

    name = forms.CharField(label=_("名称"), max_length=40)
    office = forms.CharField(label=_("到哪里办"), max_length=60)
    materials = written_field(
        _("要带的材料"), required=False, rows=4, help_text=_("一行一份，例如：身份证 原件；一寸照片 2 张。")
    )
    days = forms.IntegerField(label=_("一般几个工作日"), min_value=1, max_value=365, initial=5)
    note = forms.CharField(label=_("说明"), required=False, max_length=200)
    is_active = forms.BooleanField(label=_("提供"), required=False, initial=True)

    def act(self, service: ErrandService | None) -> ErrandService:
        return actions.save_service(service, actions.Offer(**self.cleaned_data), by=self.access)
