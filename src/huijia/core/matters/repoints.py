"""Complaints about a double are about the row that is kept, so that they go on being hidden from that person."""

from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Matter
from huijia.core.people import doubles
from huijia.core.people.doubles import Repoint
from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access


def register() -> None:
    doubles.register(Repoint("matters", _("反映此人的事项"), _count, _move, Matter, "about"))


def _count(person: Person) -> int:
    return Matter.objects.of(person.community_id).filter(about=person).count()


def _move(drop: Person, keep: Person, by: Access) -> int:
    return Matter.objects.of(by.community).filter(about=drop).update(about=keep)
