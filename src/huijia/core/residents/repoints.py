"""A double's login goes over to the row that is kept, unless that one has its own: then the double's is closed."""

from django.utils.translation import gettext_lazy as _

from huijia.core.people import doubles
from huijia.core.people.doubles import Repoint
from huijia.core.people.models import Person
from huijia.core.residents.actions.logins import close_login
from huijia.core.residents.models import ResidentLogin
from huijia.kernel.accounts.access import Access


def register() -> None:
    doubles.register(
        Repoint("resident_logins", _("居民登录"), _count, _move, ResidentLogin, "person")
    )


def _count(person: Person) -> int:
    return ResidentLogin.objects.of(person.community_id).filter(person=person).count()


def _move(drop: Person, keep: Person, by: Access) -> int:
    here = ResidentLogin.objects.of(by.community)
    if here.filter(person=keep, closed_at=None).exists():
        for login in here.filter(person=drop, closed_at=None):
            close_login(login, by=Access.system(by.community))
    return here.filter(person=drop).update(person=keep)
