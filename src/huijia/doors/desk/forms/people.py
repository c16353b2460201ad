"""What the office writes of a person, and what the list of residents is narrowed to."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy

from huijia.core.people import actions
from huijia.core.people.enums import DocumentKind, KeyGroup, Politics, RegisterStatus, Sex
from huijia.core.people.models import Household, Person
from huijia.core.places.formkit import PlaceField
from huijia.doors.desk.forms.places import dwelling_at
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

RELATIONS = ("配偶", "子", "女", "父亲", "母亲", "儿媳", "女婿", "孙子", "孙女", "兄弟姐妹", "其他亲属", "非亲属")
EDUCATION = ("小学", "初中", "高中", "中专", "大专", "本科", "研究生", "文盲")


def _choice(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", gettext_lazy("不清楚")), *choices])


def _text(label: Any, limit: int, **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=limit, widget=forms.TextInput(attrs=attrs))


class FactsForm(OfficeForm):
    """All that is kept of a person. The document's number is never shown again: empty keeps it."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    phone = _text(gettext_lazy("电话"), 30, inputmode="tel", autocomplete="off")
    id_kind = _choice(gettext_lazy("证件类型"), DocumentKind.choices)
    id_number = _text(gettext_lazy("证件号码"), 40, autocomplete="off")
    sex = _choice(gettext_lazy("性别"), Sex.choices)
    born_on = day_field(gettext_lazy("出生日期"), required=False)
    register_status = _choice(gettext_lazy("人户状态"), RegisterStatus.choices)
    registered_address = _text(gettext_lazy("户籍地址"), 160, autocomplete="off")
    ethnicity = _text(gettext_lazy("民族"), 20)
    education = _text(gettext_lazy("文化程度"), 20, list="educations")
    politics = _choice(gettext_lazy("政治面貌"), Politics.choices)
    employment = _text(gettext_lazy("就业"), 60)
    key_groups = forms.MultipleChoiceField(
        label=gettext_lazy("重点类别"), required=False, choices=KeyGroup.choices, widget=forms.CheckboxSelectMultiple
    )
    note = _text(gettext_lazy("备注"), 200)
    sure = forms.BooleanField(
        label=gettext_lazy("已经核对过，照我写的登记"), required=False, widget=forms.HiddenInput
    )
    alike: list[Person] = []

    def facts(self) -> dict[str, Any]:
        """What was written, by the names of `actions.fill`."""
        return {name: self.cleaned_data[name] for name in FACTS}

    def refuse(self, refusal: Refusal) -> None:
        """Doubts stand beside their fields, with a box to tick that all was looked at."""
        if not isinstance(refusal, actions.Unsure):
            super().refuse(refusal)
            return
        self.alike = refusal.alike
        self.fields["sure"].widget = forms.CheckboxInput()
        for doubt in refusal.doubts:
            super().refuse(doubt)


FACTS = (
    "name", "phone", "id_kind", "id_number", "sex", "born_on", "register_status", "registered_address", "ethnicity",
    "education", "politics", "employment", "key_groups", "note",
)


class CorrectForm(FactsForm):
    """Phone and document as they are kept: an empty box keeps them, `drop_phone` takes the number out."""

    drop_phone = forms.BooleanField(label=gettext_lazy("这个电话不用了，去掉"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        kept = {name: getattr(person, name) for name in FACTS if name not in ("phone", "id_number")}
        super().__init__(*args, initial={**kept, "registered_address": ""}, **kwargs)

    def fill(self) -> None:
        says = gettext_lazy("已登记，不显示原文。留空就不变。")
        if self.person.phone_sealed:
            self.fields["phone"].help_text = says
        else:
            del self.fields["drop_phone"]
        if self.person.id_sealed:
            self.fields["id_number"].help_text = says
        if self.person.registered_address:
            self.fields["registered_address"].help_text = says

    def act(self) -> list[str]:
        """The names of the fields that changed."""
        facts = self.facts()
        if not facts["phone"] and not self.cleaned_data.get("drop_phone"):
            del facts["phone"]
        if not facts["registered_address"]:
            del facts["registered_address"]
        sure = self.cleaned_data["sure"]
        return actions.correct_person(self.person, facts, by=self.access, sure=sure)


class NewPersonForm(FactsForm):
    """A new resident: into a household (`household`), or with an address as the head of a new one, or alone."""

    uuid = ClientUuid()
    relation = _text(gettext_lazy("与户主关系"), 20, list="relations")
    place = PlaceField(label=gettext_lazy("现住址"), help_text=gettext_lazy("填了住址，就按这个人是户主登记一户。"))
    number = _text(gettext_lazy("户号"), 20)
    on = day_field(gettext_lazy("从哪天起"), required=False)

    def __init__(self, *args: Any, household: Household | None, **kwargs: Any) -> None:
        self.household = household
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        self.fields["on"].initial = clock.today
        for name in ("place", "number") if self.household else ("relation",):
            del self.fields[name]

    def act(self) -> tuple[Person, Household | None]:
        """Both or neither."""
        data, since = self.cleaned_data, self.cleaned_data["on"] or clock.today()
        with transaction.atomic():
            person = actions.register_person(
                self.facts(), by=self.access, uuid=data["uuid"], sure=data["sure"]
            )
            if self.household is not None:
                actions.join_household(
                    self.household, person=person, relation=data["relation"], on=since, by=self.access
                )
                return person, self.household
            if not data["place"]:
                return person, None
            made = actions.register_household(
                dwelling=dwelling_at(self.access, data["place"]), head=person, number=data["number"], on=since,
                uuid=data["uuid"], by=self.access,
            )
        return person, made


class RevealForm(OfficeForm):
    """Which field, and why."""

    field = forms.ChoiceField(choices=[(name, name) for name in ("phone", "id_number", "registered_address")])
    reason = forms.CharField(label=gettext_lazy("为什么要看"), max_length=120)
