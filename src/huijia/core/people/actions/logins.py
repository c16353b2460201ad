"""Which login stands for whom on the roster."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User
from huijia.kernel.accounts.queries import users_of
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger


def link_login(person: Person, *, user: User, by: Access) -> None:
    """Says which login a person on the roster has; one login is one person in a community. Twice changes nothing.

    Raises:
        Refusal: no right to, a login without any role here, or one of the two is tied to another already.
    """
    by.require("accounts.manage")
    with transaction.atomic():
        now = Person.objects.of(by.community).select_for_update().get(pk=person.pk)
        if now.user_id == user.pk:
            return
        if now.user_id is not None:
            raise Refusal(_("此人已关联别的账号；要换，请先解除"), field="user", code="linked")
        if not users_of(by.community).filter(pk=user.pk).exists():
            raise Refusal(_("这个账号在本社区没有角色"), field="user", code="no_role")
        if Person.objects.of(by.community).filter(user=user).exists():
            raise Refusal(_("这个账号已关联名册上的另一个人"), field="user", code="taken")
        Person.objects.of(by.community).filter(pk=person.pk).update(user=user)
        _record_login("people.login_linked", person, user, by)
    person.user = user


def unlink_login(person: Person, *, by: Access) -> None:
    """The login no longer stands for this person; posts stay as they are. Doing it twice changes nothing."""
    by.require("accounts.manage")
    with transaction.atomic():
        now = Person.objects.of(by.community).select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
        if now.user is None:
            return
        Person.objects.of(by.community).filter(pk=person.pk).update(user=None)
        _record_login("people.login_unlinked", person, now.user, by)
    person.user = None


def _record_login(kind: str, person: Person, user: User, by: Access) -> None:
    ledger.record(
        kind, subject=("person", person.pk), by=by.actor(), community_id=by.community.pk, data={"login": user.username}
    )
