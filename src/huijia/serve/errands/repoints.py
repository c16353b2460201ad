"""Errands for a double go over to the row that is kept."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.people import doubles
from huijia.core.people.doubles import Repoint
from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.serve.errands.models import Errand


def register() -> None:
    doubles.register(Repoint("errands", _("代办"), lambda person: _of(person).count(), _move, Errand, "person"))


def _of(person: Person) -> QuerySet[Errand]:
    return Errand.objects.of(person.community_id).filter(person=person)


def _move(drop: Person, keep: Person, by: Access) -> int:
    return _of(drop).update(person=keep)
