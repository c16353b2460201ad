"""Forms of one ride; every rule is in `actions`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Source
from huijia.core.people.models import Person
from huijia.core.people.queries import person_phone
from huijia.core.places.formkit import PlaceField, dwelling_of
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field, moment_field, time_field, written_field
from huijia.serve.rides import actions, formkit, hours, queries
from huijia.serve.rides.enums import Direction, Mobility, Purpose
from huijia.serve.rides.models import Ride, Trip

SOURCES = (Source.HOTLINE, Source.COUNTER, Source.VISIT)


class RequestForm(OfficeForm):
    """A ride taken by the staff. With `neighbour` the number comes from the roster, unseen."""

    uuid = ClientUuid()
    name = forms.CharField(label=_("谁坐车"), max_length=40)
    phone = forms.CharField(label=_("联系电话"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    place_name = PlaceField(label=_("在哪里上车"), required=True)
    target = formkit.RowField(label=_("去哪里"))
    purpose = forms.ChoiceField(label=_("去做什么"), choices=Purpose.choices, initial=Purpose.CLINIC)
    day = day_field(_("哪天"))
    wants_at = time_field(_("几点要到"))
    mobility = forms.ChoiceField(
        label=_("行动"), choices=Mobility.choices, initial=Mobility.WALKS, widget=forms.RadioSelect
    )
    wants_back = forms.BooleanField(label=_("要送回家"), required=False, initial=True)
    needs_escort = forms.BooleanField(label=_("要志愿者陪"), required=False)
    companion = forms.CharField(
        label=_("家里谁同去"), required=False, max_length=40, help_text=_("同去的人也占一个座位。")
    )
    family_name = forms.CharField(label=_("家属"), required=False, max_length=40)
    family_phone = forms.CharField(
        label=_("家属电话"), required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    family_agreed = forms.BooleanField(label=_("本人同意：平安到家后告诉家属"), required=False)
    source = forms.ChoiceField(
        label=_("怎么来的"), choices=[(one.value, one.label) for one in SOURCES], initial=Source.HOTLINE
    )
    note = forms.CharField(
        label=_("要注意的"), required=False, max_length=200, help_text=_("例如：住三楼没有电梯，早十分钟打电话。")
    )

    def __init__(self, *args: Any, neighbour: Person | None = None, **kwargs: Any) -> None:
        self.neighbour = neighbour
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        target = self.fields["target"]
        assert isinstance(target, formkit.RowField)
        target.offer(formkit.target_lines(list(queries.targets(self.access.community))))
        if self.neighbour is not None and self.neighbour.phone_sealed:
            self.fields["phone"].required = False

    def act(self) -> actions.Requested:
        data = self.cleaned_data
        phone = data["phone"]
        if not phone and self.neighbour is not None:
            phone = person_phone(self.neighbour)
        return actions.request(actions.Draft(
            target=data["target"], name=data["name"], phone=phone, day=data["day"], wants_at=data["wants_at"],
            purpose=Purpose(data["purpose"]), source=Source(data["source"]), uuid=data["uuid"],
            place_name=data["place_name"], dwelling=dwelling_of(self.access, data["place_name"]),
            person=self.neighbour, mobility=Mobility(data["mobility"]), needs_escort=data["needs_escort"],
            companion=data["companion"], wants_back=data["wants_back"], family_name=data["family_name"],
            family_phone=data["family_phone"], family_agreed=data["family_agreed"], note=data["note"],
        ), by=self.access)


class SeatForm(OfficeForm):
    """Into a car that goes there that day anyhow."""

    trip = formkit.RowField(label=_("坐哪趟车"))

    def __init__(self, *args: Any, ride: Ride, way: str, **kwargs: Any) -> None:
        self.ride, self.way = ride, way
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        trip = self.fields["trip"]
        assert isinstance(trip, formkit.RowField)
        trips = queries.open_trips_for(self.ride, self.way)
        trip.offer([(row, formkit.trip_line(row)) for row in trips])
        self.has_any = bool(trips)

    def act(self) -> Trip:
        trip: Trip = self.cleaned_data["trip"]
        actions.seat(self.ride, trip, by=self.access)
        return trip


class OwnCarForm(OfficeForm):
    """A car of its own for one ride: there, or back."""

    driver = formkit.RowField(label=_("谁开车"))
    starts_at = moment_field(_("出发"))

    def __init__(self, *args: Any, ride: Ride, way: str, **kwargs: Any) -> None:
        self.ride, self.way = ride, way
        there = hours.moment_on(ride.day, ride.wants_at)
        first = hours.leaves_for(there, 1) if way == Direction.OUT else there + 2 * hours.length(1)
        kwargs["initial"] = {"starts_at": first, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        driver = self.fields["driver"]
        assert isinstance(driver, formkit.RowField)
        rows = queries.drivers(self.access.community).filter(
            licence_until__gte=self.ride.day, insurance_until__gte=self.ride.day
        )
        driver.offer([(row, formkit.driver_line(row)) for row in rows])

    def act(self) -> Trip:
        data = self.cleaned_data
        return actions.own_car(
            self.ride, way=Direction(self.way), driver=data["driver"], starts_at=data["starts_at"], by=self.access
        )


class ReasonForm(OfficeForm):
    """Why: the one thing that is asked."""

    reason = written_field(_("原因"), rows=2)
