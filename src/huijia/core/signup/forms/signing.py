import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import HouseholdMember, Person
from huijia.core.people.queries import holding, people_with_phone
from huijia.core.signup.actions import SignupDraft
from huijia.core.signup.enums import Channel
from huijia.core.signup.models import Occasion
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm

_BETWEEN = re.compile(r"[、,，;；\s]+")


class SignForm(OfficeForm):
    """Somebody signed up by the office: by number where there is one, with the household to tick."""

    uuid = ClientUuid()
    phone = forms.CharField(
        label=_("电话"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("姓名"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    members = forms.MultipleChoiceField(
        label=_("同户一起来的"), required=False, widget=forms.CheckboxSelectMultiple
    )
    party = forms.IntegerField(
        label=_("一共几人"), required=False, min_value=1, max_value=50, initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    company = forms.CharField(
        label=_("同行的姓名"), required=False, max_length=400, help_text=_("用顿号或空格隔开，可以不写。"),
    )
    note = forms.CharField(label=_("备注"), required=False, max_length=120, help_text=_("例如：坐轮椅、要接送。"))
    asked_by = forms.CharField(label=_("谁代报的"), required=False, max_length=40)

    def __init__(self, *args: Any, household: list[str] | None = None, **kwargs: Any) -> None:
        self.household = household or []
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        field = self.fields["members"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, name) for name in self.household]

    def draft(self, channel: Channel) -> SignupDraft:
        data = self.cleaned_data
        typed = [name for name in _BETWEEN.split(data["company"]) if name]
        company = list(dict.fromkeys([*(each for each in data["members"] if each != data["name"]), *typed]))
        return SignupDraft(
            name=data["name"], phone=data["phone"], party=data["party"] or 1, company=company, note=data["note"],
            asked_by=data["asked_by"], channel=channel, uuid=data["uuid"],
        )


class LookForm(OfficeForm):
    phone = forms.CharField(label=_("电话"), max_length=40)


def known_by(access: Access, phone: str) -> tuple[list[Person], list[str]]:
    """Whose number it is by the roster, and the names of their households; nothing for who may not see residents."""
    if not access.may("people.view"):
        return [], []
    persons = people_with_phone(access.community, phone)
    own = holding(HouseholdMember.objects.of(access.community).filter(person__in=persons))
    members = holding(HouseholdMember.objects.of(access.community).filter(household__in=own.values("household_id")))
    rows = members.filter(person__died_on=None).select_related("person").order_by("-is_head", "pk")
    return persons, list(dict.fromkeys(row.person.name for row in rows[:20]))


class WalkInForm(OfficeForm):
    """Somebody at the door: a name is enough."""

    uuid = ClientUuid()
    name = forms.CharField(label=_("姓名"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        label=_("电话"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    party = forms.IntegerField(label=_("几人"), min_value=1, max_value=50, initial=1, required=False)

    def draft(self) -> SignupDraft:
        data = self.cleaned_data
        return SignupDraft(
            name=data["name"], phone=data["phone"], party=data["party"] or 1, channel=Channel.WALK_IN, uuid=data["uuid"]
        )


class HeadsForm(OfficeForm):
    """How many came beside those ticked by name; for what nobody signs up for."""

    heads = forms.IntegerField(
        label=_("另外来了几人"), min_value=0, widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("不逐个点名的，数一数记个总数；已经点到名的不算在内。"),
    )


def channel_of(access: Access, occasion: Occasion) -> Channel:
    """How a sign-up by this login came in: who works for some grids only is out among the neighbours."""
    return Channel.NEIGHBOUR if access.grids is not None else Channel.COUNTER
