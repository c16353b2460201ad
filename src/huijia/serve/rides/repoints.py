"""Rides of a double go over to the row that is kept, and with them the word by which nobody sits in two cars."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.people import doubles
from huijia.core.people.doubles import Repoint
from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.serve.rides.models import Ride, Seat


def register() -> None:
    doubles.register(Repoint("rides", _("接送"), lambda person: _of(person).count(), _move, Ride, "person"))


def _of(person: Person) -> QuerySet[Ride]:
    return Ride.objects.of(person.community_id).filter(person=person)


def _move(drop: Person, keep: Person, by: Access) -> int:
    """Two seats of one way on one day, one for each row, are refused by the database: the merge says so."""
    seats = Seat.objects.of(by.community).filter(ride__person=drop)
    seats_of = list(seats.values_list("pk", flat=True))
    Seat.objects.of(by.community).filter(pk__in=seats_of).update(rider_key=f"p{keep.pk}")
    return _of(drop).update(person=keep, version=F("version") + 1)
