"""The one screen of a visit, for its page and for the phone in the field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Category, Matter
from huijia.core.people.models import Person
from huijia.core.people.queries import cared_by, is_office, living_at
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field, moment_field, written_field
from huijia.kernel.files.formkit import PhotosField
from huijia.lib import masks
from huijia.serve.visits import actions, questions
from huijia.serve.visits.enums import Gone, Kind, Means, Outcome


class PersonField(forms.ChoiceField):
    """Who of those living there one spoke with; gives a `Person` or None."""

    def __init__(self) -> None:
        super().__init__(label=_("和谁谈的"), required=False, widget=forms.RadioSelect)
        self.rows: dict[str, Person] = {}

    def clean(self, value: Any) -> Person | None:
        return self.rows.get(super().clean(value))

    def offer(self, dwelling: Dwelling, access: Access) -> None:
        members = living_at(dwelling)
        cared = set() if is_office(access) else cared_by(access)
        self.rows = {str(row.person_id): row.person for row in members}
        self.choices = [
            (str(row.person_id), _named(row.person.name, row.relation, is_office(access) or row.household_id in cared))
            for row in members
        ]


def _named(name: str, relation: str, whole: bool) -> str:
    return f"{name if whole else masks.mask_name(name)}（{relation}）"


class VisitForm(OfficeForm):
    """The one screen. `gone_<id>`, `note_<id>`: what the door asks of each earlier finding."""

    uuid = ClientUuid()
    outcome = forms.TypedChoiceField(
        label=_("结果"), choices=Outcome.choices, coerce=Outcome, widget=forms.RadioSelect, initial=Outcome.MET.value
    )
    person = PersonField()
    asked = written_field(_("居民说了什么"), required=False, rows=3)
    done = written_field(_("当场办了什么"), required=False, rows=2)
    finding = written_field(
        _("要转成事项的问题"), required=False, rows=3,
        help_text=_("当场办不了的写在这里，存下来就是一件事项，社区派专人办。"),
    )
    category = forms.ChoiceField(label=_("哪一类"), required=False)
    is_urgent = forms.BooleanField(label=_("急，请尽快处理"), required=False)
    next_on = day_field(_("约好下次哪天来"), required=False)
    photos = PhotosField()
    kind = forms.TypedChoiceField(
        label=_("种类"), choices=Kind.choices, coerce=Kind, initial=Kind.ROUTINE.value, required=False,
        empty_value=Kind.ROUTINE,
    )
    means = forms.TypedChoiceField(
        label=_("方式"), choices=Means.choices, coerce=Means, initial=Means.HOME.value, required=False,
        empty_value=Means.HOME,
    )
    study_topic = forms.CharField(label=_("学了什么"), required=False, max_length=80)
    study_minutes = forms.IntegerField(label=_("学了多少分钟"), required=False, min_value=1, max_value=480)
    at = moment_field(_("哪天几点去的"), required=False, help_text=_("不填就是现在；纸上的记录填当时的时间。"))
    is_paper = forms.BooleanField(label=_("按纸上的记录补录"), required=False)

    def __init__(self, *args: Any, dwelling: Dwelling, **kwargs: Any) -> None:
        self.dwelling = dwelling
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        person = self.fields["person"]
        assert isinstance(person, PersonField)
        person.offer(self.dwelling, self.access)
        rows = Category.objects.of(self.access.community).filter(parent=None, is_active=True).order_by("code")
        self.roots = {str(row.pk): row for row in rows}
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("由社区来定")), *((key, row.name) for key, row in self.roots.items())]
        self.asked_of = list(questions.open_at([self.dwelling.pk], self.access))
        for matter in self.asked_of:
            self.fields[f"gone_{matter.pk}"] = forms.TypedChoiceField(
                label=_about(matter), choices=Gone.choices, coerce=Gone, widget=forms.RadioSelect, required=False,
                empty_value=None,
            )
            self.fields[f"note_{matter.pk}"] = forms.CharField(label=_("看到了什么"), required=False, max_length=200)

    @property
    def question_fields(self) -> list[tuple[Matter, Any, Any]]:
        return [(row, self[f"gone_{row.pk}"], self[f"note_{row.pk}"]) for row in self.asked_of]

    def draft(self) -> actions.Draft:
        data = self.cleaned_data
        names = (
            "uuid", "outcome", "person", "asked", "done", "finding", "is_urgent", "next_on", "kind", "means",
            "study_topic", "study_minutes", "at", "is_paper",
        )
        draft = actions.Draft(dwelling=self.dwelling, **{name: data[name] for name in names})
        draft.category = self.roots.get(data["category"])
        draft.answers = [
            actions.Answer(row.pk, data[f"gone_{row.pk}"], data[f"note_{row.pk}"])
            for row in self.asked_of if data.get(f"gone_{row.pk}")
        ]
        return draft


def _about(matter: Matter) -> str:
    return masks.mask_in_text(matter.title)
