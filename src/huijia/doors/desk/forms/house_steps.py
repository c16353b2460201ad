"""What may be done to a household, one form each: moves, homes, heads, splitting."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people import actions
from huijia.core.people.actions.members import open_members
from huijia.core.people.models import Household, HouseholdMember, Person, Residence
from huijia.core.places.formkit import PlaceField
from huijia.doors.desk.forms.places import dwelling_at
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field
from huijia.lib import clock

Says = str | Promise


class StepForm(OfficeForm):
    """`title`, `says` (what will happen), `button`; `act()` calls the verb and gives the sentence shown afterwards."""

    title: ClassVar[Says]
    says: ClassVar[Says]
    button: ClassVar[Says]
    on = day_field(gettext_lazy("从哪天起"))

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        self.household = household
        self.members: list[HouseholdMember] = open_members(household)
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        self.fields["on"].initial = clock.today
        self.order_fields([*(name for name in self.fields if name != "on"), "on"])
        self.offer()

    def offer(self) -> None:
        """Gives choices to the fields that need them."""

    def consequences(self) -> list[str]:
        """What the page says before, line by line."""
        return []

    def act(self) -> str:
        raise NotImplementedError

    def again(self) -> str:
        """What was done when this very form was sent before, "" for one that is new."""
        return ""

    def offer_people(self, name: str, people: list[Person]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(person.pk), person.name) for person in people]

    def person(self, name: str) -> Person | None:
        """The member chosen in a field."""
        chosen = str(self.cleaned_data.get(name) or "")
        return next((row.person for row in self.members if str(row.person_id) == chosen), None)

    def relation_fields(self, label: Any) -> None:
        """One short text for each member: what each is to the head."""
        for row in self.members:
            self.fields[f"relation_{row.person_id}"] = forms.CharField(
                label=str(label) % {"name": row.person.name}, required=False, max_length=20,
                initial="" if row.is_head else row.relation, widget=forms.TextInput(attrs={"list": "relations"}),
            )

    def relations(self) -> dict[int, str]:
        return {row.person_id: self.cleaned_data.get(f"relation_{row.person_id}", "") for row in self.members}


def _uuid(text: str) -> UUID:
    """A new one, that nothing has, where the text is none."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _residence_choices(form: StepForm, *, is_main: bool | None) -> list[tuple[str, str]]:
    rows = Residence.objects.of(form.household.community_id).filter(household=form.household, ends_on=None)
    if is_main is not None:
        rows = rows.filter(is_main=is_main)
    return [(str(row.pk), row.dwelling.address) for row in rows.select_related("dwelling").order_by("pk")]


class MoveForm(StepForm):
    title, button = gettext_lazy("搬家"), gettext_lazy("登记搬家")
    says = gettext_lazy("从那天起主要住处是新地址，原来的住到前一天为止。门牌、联系人和网格都跟着新地址走。")
    place = PlaceField(label=gettext_lazy("搬到哪里"), required=True)

    def act(self) -> str:
        to = dwelling_at(self.access, self.cleaned_data["place"])
        actions.move_household(self.household, to=to, on=self.cleaned_data["on"], by=self.access)
        return _("已登记搬到%(address)s。原来由谁联系，请看是否要改。") % {"address": to.address}


class AddHomeForm(StepForm):
    title, button = gettext_lazy("增加住处"), gettext_lazy("增加这一处")
    says = gettext_lazy("同时住在几处的户，主要住处只有一处；这里增加另外的一处。")
    place = PlaceField(label=gettext_lazy("还住在哪里"), required=True)

    def act(self) -> str:
        home = dwelling_at(self.access, self.cleaned_data["place"])
        actions.add_home(self.household, dwelling=home, on=self.cleaned_data["on"], by=self.access)
        return _("已增加住处%(address)s，主要住处没有变。") % {"address": home.address}


class ResidenceStep(StepForm):
    """One of the other homes, chosen among those that are not the main one."""

    residence = forms.ChoiceField(label=gettext_lazy("哪一处"), widget=forms.RadioSelect)
    only: ClassVar[bool | None] = False

    def offer(self) -> None:
        field = self.fields["residence"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _residence_choices(self, is_main=self.only)

    def chosen(self) -> Residence:
        rows = Residence.objects.of(self.access.community).select_related("dwelling", "household")
        return rows.get(pk=self.cleaned_data["residence"])


class EndHomeForm(ResidenceStep):
    title, button = gettext_lazy("不再住某一处"), gettext_lazy("登记不再住")
    says = gettext_lazy("只用于主要住处以外的住处；主要住处换了，请登记搬家。")

    def act(self) -> str:
        row = self.chosen()
        actions.end_home(row, on=self.cleaned_data["on"], by=self.access)
        return _("已登记不再住%(address)s。") % {"address": row.dwelling.address}


class MainHomeForm(ResidenceStep):
    title, button = gettext_lazy("改主要住处"), gettext_lazy("改为主要住处")
    says = gettext_lazy("原来的主要住处还留着，作为另一处。网格跟着主要住处走。")
    only = None

    def act(self) -> str:
        row = self.chosen()
        actions.make_main(row, on=self.cleaned_data["on"], by=self.access)
        return _("主要住处已改为%(address)s。") % {"address": row.dwelling.address}


class HeadForm(StepForm):
    title, button = gettext_lazy("更换户主"), gettext_lazy("更换户主")
    says = gettext_lazy("一户同一时间只有一位户主。换了户主，请把各人与新户主的关系也改对。")
    head = forms.ChoiceField(label=gettext_lazy("新户主"), widget=forms.RadioSelect)

    def offer(self) -> None:
        field = self.fields["head"]
        assert isinstance(field, forms.ChoiceField)
        # The one who is head now too, so that the same form sent twice is no error.
        says = {True: _("%(name)s（现在的户主）"), False: "%(name)s"}
        field.choices = [
            (str(row.person_id), says[row.is_head] % {"name": row.person.name})
            for row in sorted(self.members, key=lambda row: row.is_head)
        ]
        self.relation_fields(gettext_lazy("%(name)s与新户主的关系"))
        self.order_fields(["head", "on"])

    def act(self) -> str:
        head = self.person("head")
        assert head is not None
        actions.change_head(
            self.household, head=head, on=self.cleaned_data["on"], relations=self.relations(), by=self.access
        )
        return _("户主已换为%(name)s。") % {"name": head.name}


class SplitForm(StepForm):
    title, button = gettext_lazy("分户"), gettext_lazy("分出去")
    says = gettext_lazy("勾选的人从那天起另成一户，住到新地址；留下的人还是这一户。")
    uuid = ClientUuid()
    members_going = forms.MultipleChoiceField(
        label=gettext_lazy("谁分出去"), widget=forms.CheckboxSelectMultiple, required=False
    )
    head = forms.ChoiceField(label=gettext_lazy("新的一户由谁任户主"), widget=forms.RadioSelect)
    new_head = forms.ChoiceField(
        label=gettext_lazy("留下的一户由谁任户主"), widget=forms.RadioSelect, required=False,
        help_text=gettext_lazy("原户主分出去时才要选。"),
    )
    place = PlaceField(label=gettext_lazy("住到哪里"), required=True)
    number = forms.CharField(label=gettext_lazy("新户号"), required=False, max_length=20)

    def offer(self) -> None:
        people = [row.person for row in self.members]
        for name in ("members_going", "head", "new_head"):
            self.offer_people(name, people)
        self.relation_fields(gettext_lazy("%(name)s与新户主的关系（分出去才填）"))

    def again(self) -> str:
        made = Household.objects.of(self.access.community).filter(client_uuid=_uuid(self.data.get("uuid", ""))).first()
        return _("已分户，新户号 %(number)s。") % {"number": made.number} if made is not None else ""

    def refuse(self, refusal: Any) -> None:
        if refusal.field == "members":
            self.add_error("members_going", str(refusal))
        else:
            super().refuse(refusal)

    def act(self) -> str:
        data, head = self.cleaned_data, self.person("head")
        assert head is not None
        relations = self.relations()
        going = {int(pk): relations[int(pk)] or _("家庭成员") for pk in data["members_going"]}
        made = actions.split_household(
            self.household, members=going, head=head, dwelling=dwelling_at(self.access, data["place"]), on=data["on"],
            number=data["number"], new_head=self.person("new_head"), uuid=data["uuid"], by=self.access,
        )
        return _("已分户，新户号 %(number)s，户主%(name)s。") % {"number": made.number, "name": head.name}


class AwayForm(StepForm):
    title, button = gettext_lazy("搬离社区"), gettext_lazy("登记搬离")
    says = gettext_lazy("从那天起这一户在本社区没有住处，也没有人联系；人还在名册上，搬回来时再登记搬家。")
    outflow = forms.BooleanField(label=gettext_lazy("同时把每个人的人户状态改为“流出”"), required=False)

    def act(self) -> str:
        data = self.cleaned_data
        actions.move_away(self.household, on=data["on"], outflow=data["outflow"], by=self.access)
        return _("已登记搬离社区。")


STEPS: dict[str, type[StepForm]] = {
    "move": MoveForm, "add-home": AddHomeForm, "end-home": EndHomeForm, "main-home": MainHomeForm, "head": HeadForm,
    "split": SplitForm, "away": AwayForm,
}
