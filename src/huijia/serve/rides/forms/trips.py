"""Forms of a trip, its crew and its seats; every rule is in `actions`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, moment_field
from huijia.serve.rides import actions, formkit, queries
from huijia.serve.rides.enums import Direction
from huijia.serve.rides.models import Trip


class TripForm(OfficeForm):
    """A car with nobody in it yet."""

    uuid = ClientUuid()
    direction = forms.ChoiceField(
        label=_("方向"), choices=Direction.choices, initial=Direction.OUT, widget=forms.RadioSelect
    )
    target = formkit.RowField(label=_("去哪里"))
    starts_at = moment_field(_("出发"))
    ends_at = moment_field(_("到"))
    driver = formkit.RowField(label=_("谁开车"), required=False)
    escort = formkit.RowField(label=_("谁随车"), required=False)

    def fill(self) -> None:
        lines = {
            "target": formkit.target_lines(list(queries.targets(self.access.community))),
            "driver": [(row, formkit.driver_line(row)) for row in queries.drivers(self.access.community)],
            "escort": formkit.escort_lines(self.access),
        }
        for name, rows in lines.items():
            field = self.fields[name]
            assert isinstance(field, formkit.RowField)
            field.offer(rows, _("请选择") if name == "target" else _("以后再定"))

    def act(self) -> Trip:
        data = self.cleaned_data
        return actions.plan_trip(actions.TripDraft(
            direction=Direction(data["direction"]), target=data["target"], starts_at=data["starts_at"],
            ends_at=data["ends_at"], driver=data["driver"], escort=data["escort"], uuid=data["uuid"],
        ), by=self.access)


class TripMoveForm(OfficeForm):
    """One move on one trip."""

    def __init__(self, *args: Any, trip: Trip, **kwargs: Any) -> None:
        self.trip = trip
        super().__init__(*args, **kwargs)

    def act(self) -> None:
        """Calls the verb. Raises Refusal."""


class HoursForm(TripMoveForm):
    starts_at = moment_field(_("出发"))
    ends_at = moment_field(_("到"))

    def fill(self) -> None:
        self.fields["starts_at"].initial, self.fields["ends_at"].initial = self.trip.starts_at, self.trip.ends_at

    def act(self) -> None:
        data = self.cleaned_data
        actions.set_hours(self.trip, starts_at=data["starts_at"], ends_at=data["ends_at"], by=self.access)


class DriverForm(TripMoveForm):
    """Only who is free then, with papers that hold and a car that is large enough."""

    driver = formkit.RowField(label=_("谁开车"))

    def fill(self) -> None:
        field, trip = self.fields["driver"], self.trip
        assert isinstance(field, formkit.RowField)
        free = queries.free_drivers(
            self.access.community, trip.starts_at, trip.ends_at, seats=trip.taken, wheelchairs=trip.wheelchairs,
            but=trip,
        )
        field.offer([(row, formkit.driver_line(row)) for row in free if row.pk != trip.driver_id])

    def act(self) -> None:
        actions.give_driver(self.trip, self.cleaned_data["driver"], by=self.access)


class EscortForm(TripMoveForm):
    escort = formkit.RowField(label=_("谁随车"))

    def fill(self) -> None:
        field = self.fields["escort"]
        assert isinstance(field, formkit.RowField)
        field.offer([line for line in formkit.escort_lines(self.access) if line[0].pk != self.trip.escort_id])

    def act(self) -> None:
        actions.give_escort(self.trip, self.cleaned_data["escort"], by=self.access)


class MirrorForm(TripMoveForm):
    starts_at = moment_field(_("几点往回走"))

    def act(self) -> None:
        self.made = actions.mirror(self.trip, starts_at=self.cleaned_data["starts_at"], by=self.access)


class ReasonForm(TripMoveForm):
    reason = forms.CharField(label=_("原因"), max_length=200)


class DriverOutForm(ReasonForm):
    def act(self) -> None:
        actions.driver_out(self.trip, reason=self.cleaned_data["reason"], by=self.access)


class EscortOutForm(ReasonForm):
    def act(self) -> None:
        actions.escort_out(self.trip, reason=self.cleaned_data["reason"], by=self.access)


class CancelForm(ReasonForm):
    def act(self) -> None:
        actions.cancel_trip(self.trip, reason=self.cleaned_data["reason"], by=self.access)


class AnnounceForm(TripMoveForm):
    def act(self) -> None:
        actions.announce(self.trip, by=self.access)


class LinkForm(TripMoveForm):
    def act(self) -> None:
        actions.make_link(self.trip, by=self.access)


class ShutForm(TripMoveForm):
    def act(self) -> None:
        actions.shut_link(self.trip, by=self.access)


FORMS: dict[str, type[TripMoveForm]] = {
    "announce": AnnounceForm, "hours": HoursForm, "driver": DriverForm, "driver-out": DriverOutForm,
    "escort": EscortForm, "escort-out": EscortOutForm, "back": MirrorForm, "link": LinkForm, "shut": ShutForm,
    "cancel": CancelForm,
}
