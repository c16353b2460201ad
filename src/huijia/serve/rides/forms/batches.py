"""Forms of a morning with many riders."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.core.places.formkit import dwelling_of
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field, time_field, written_field
from huijia.kernel.communities.errors import Refusal
from huijia.lib.chat import parse_chain
from huijia.serve.rides import actions, formkit, queries
from huijia.serve.rides.enums import Mobility, Purpose
from huijia.serve.rides.models import Batch, Driver

WHEELCHAIR, HELPED = "轮椅", ("搀扶", "扶")


class BatchForm(OfficeForm):
    uuid = ClientUuid()
    title = forms.CharField(label=_("名称"), max_length=60, help_text=_("例如：老人流感疫苗集中接种。"))
    target = formkit.RowField(label=_("去哪里"))
    purpose = forms.ChoiceField(label=_("去做什么"), choices=Purpose.choices, initial=Purpose.VACCINATION)
    day = day_field(_("哪天"))
    there_at = time_field(_("几点要到"), initial="09:00")
    back_at = time_field(_("几点往回走"), initial="10:30")

    def fill(self) -> None:
        target = self.fields["target"]
        assert isinstance(target, formkit.RowField)
        target.offer(formkit.target_lines(list(queries.targets(self.access.community))))

    def act(self) -> Batch:
        data = {**self.cleaned_data}
        data["purpose"] = Purpose(data["purpose"])
        return actions.make_batch(actions.BatchDraft(**data), by=self.access)


class PasteForm(OfficeForm):
    """A list from a chat group or a table, a line for each."""

    text = written_field(
        _("一行一人"), rows=8, help_text=_("姓名、电话、住址，坐轮椅的写“轮椅”。例如：张大爷 13900001111 傅家组12号")
    )

    def act(self, batch: Batch) -> int:
        rows = [self._listed(row.name, row.phone, row.place, row.raw) for row in parse_chain(
            self.cleaned_data["text"]
        ).rows]
        if not rows:
            raise Refusal(_("没有看懂一行，请一行写一人"), field="text")
        return actions.add_riders(batch, rows, by=self.access)

    def _listed(self, name: str, phone: str, place: str, raw: str) -> actions.Listed:
        if not name or not place:
            raise Refusal(_("这一行缺姓名或住址：%(line)s") % {"line": raw[:40]}, field="text")
        mobility = Mobility.WALKS
        if WHEELCHAIR in raw:
            mobility = Mobility.WHEELCHAIR
        elif any(word in raw for word in HELPED):
            mobility = Mobility.HELPED
        return actions.Listed(
            name=name, phone=phone, place_name=place, dwelling=dwelling_of(self.access, place), mobility=mobility
        )


@dataclass(frozen=True)
class Ticked:
    """Somebody of the roster beside a tick box, with the home the car comes to."""

    person: Person
    place: str
    dwelling: Any


class ArrangeForm(OfficeForm):
    """Which cars; who rides along."""

    drivers = forms.MultipleChoiceField(
        label=_("用哪些车"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("请勾选要用的车")}
    )
    escorts = forms.MultipleChoiceField(
        label=_("谁随车"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("先上有老人要搀扶的车。选了人，每辆车就留一个座位给随车的人。"),
    )

    def __init__(self, *args: Any, free: list[Driver], **kwargs: Any) -> None:
        self.free = {str(driver.pk): driver for driver in free}
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        drivers, escorts = self.fields["drivers"], self.fields["escorts"]
        assert isinstance(drivers, forms.MultipleChoiceField) and isinstance(escorts, forms.MultipleChoiceField)
        drivers.choices = [(key, formkit.driver_line(row)) for key, row in self.free.items()]
        lines = formkit.escort_lines(self.access)
        self.people = {str(row.pk): row for row, _label in lines}
        escorts.choices = [(str(row.pk), label) for row, label in lines]

    def act(self, batch: Batch) -> actions.Arranged:
        data = self.cleaned_data
        return actions.arrange(
            batch, [self.free[key] for key in data["drivers"]], by=self.access,
            escorts=[self.people[key] for key in data["escorts"]],
        )
