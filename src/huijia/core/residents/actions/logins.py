"""The login itself: opened when somebody comes in for the first time, tied to the roster, closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.core.people.models import Person
from huijia.core.people.queries import phone_hash
from huijia.core.residents import log
from huijia.core.residents.models import Admission, ResidentLogin
from huijia.kernel.accounts import roles
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.actions.sessions import close_sign_ins
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.actors import SYSTEM
from huijia.kernel.limits import actions as limits
from huijia.lib import clock, crypto
from huijia.lib.masks import mask_name

LABEL = "居民"
_TIES, _DAY = 5, 86400


def login_of(
    community: Community, *, phone: str = "", person: Person | None = None, at: datetime | None = None
) -> ResidentLogin:
    """The open login of this person, or of this number; made where there is none.

    Within the caller's transaction, under the lock of the community, so that two at once get one login.
    """
    at = at or clock.now()
    Community.objects.select_for_update().get(pk=community.pk)
    here = ResidentLogin.objects.of(community).filter(closed_at=None).select_related("person", "user")
    if person is not None:
        found = here.filter(person=person).first()
    else:
        found = here.filter(phone_hash=phone_hash(phone)).first()
    if found is not None:
        return found
    user = _new_user(community, person, phone, at)
    login = ResidentLogin(community=community, user=user, person=person, created_at=at)
    if phone:
        login.phone_sealed, login.phone_hash, login.phone_tail = crypto.seal(phone), phone_hash(phone), phone[-4:]
    login.save(force_insert=True)
    ledger.record(log.OPENED, subject=(log.LOGIN, login.pk), by=SYSTEM, community_id=community.pk, at=at)
    return login


def of_admission(admission: Admission, at: datetime) -> ResidentLogin:
    """The login that an admission opens."""
    if admission.person is not None:
        return login_of(admission.community, person=admission.person, at=at)
    return login_of(admission.community, phone=crypto.open_sealed(admission.phone_sealed), at=at)


def _new_user(community: Community, person: Person | None, phone: str, at: datetime) -> User:
    """Without a password. The name is masked: it stands in the ledger for ever."""
    user = User(
        username=f"r-{crypto.new_token(60).lower()}", name=mask_name(person.name) if person else LABEL,
        is_resident=True, created_at=at, phone_sealed=crypto.seal(phone) if phone else "",
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    Membership.objects.create(user=user, role=roles.RESIDENT, community=community, starts_on=clock.local(at).date())
    return user


def tie(login: ResidentLogin, *, name: str, at: datetime | None = None) -> ResidentLogin:
    """Whoever signed in with a phone says their name: with exactly one such person under this number, it is they.

    The login that goes on: this one, or the one that the person has already, which then has the phone too.

    Raises:
        Refusal: no such person under this number, several, or tried five times in a day.
    """
    at = at or clock.now()
    if not limits.spend([(f"tie:{login.pk}", _TIES, _DAY)], at=at).allowed:
        raise Refusal(_("试的次数太多，请明天再试，或者打热线。"), field="name", code="locked")
    people = Person.objects.of(login.community_id).filter(merged_into=None, died_on=None)
    found = list(people.filter(phone_hash=login.phone_hash, name=name.strip())[:2]) if login.phone_hash else []
    if len(found) != 1:
        raise Refusal(_("没有对上。可能名册上的姓名或电话不一样，请打热线更正。"), field="name", code="none")
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=login.community_id)
        kept = _joined(login, found[0], at)
        ledger.record(
            log.TIED, subject=(log.LOGIN, kept.pk), by=SYSTEM, community_id=login.community_id, at=at,
            personal={"name": found[0].name},
        )
    return kept


def _joined(login: ResidentLogin, person: Person, at: datetime) -> ResidentLogin:
    here = ResidentLogin.objects.of(login.community_id)
    other = here.filter(person=person, closed_at=None).exclude(pk=login.pk).select_related("user").first()
    if other is None:
        here.filter(pk=login.pk).update(person=person)
        User.objects.filter(pk=login.user_id).update(name=mask_name(person.name))
        login.person = person
        return login
    phone = {"phone_sealed": login.phone_sealed, "phone_hash": login.phone_hash, "phone_tail": login.phone_tail}
    login.deeds.update(login=other)
    _close(login, at)
    if not other.phone_hash:
        here.filter(pk=other.pk).update(**phone)
        User.objects.filter(pk=other.user_id).update(phone_sealed=login.phone_sealed)
    other.refresh_from_db()
    return other


def close_login(login: ResidentLogin, *, by: Access, at: datetime | None = None) -> None:
    """Closed, and every session of it ends. Twice changes nothing.

    Raises:
        Refusal: neither the login's own nor with the right to admit.
    """
    if by.user_id != login.user_id:
        by.require("residents.admit")
    at = at or clock.now()
    with transaction.atomic():
        if _close(login, at):
            ledger.record(
                log.CLOSED, subject=(log.LOGIN, login.pk), by=by.actor(), community_id=login.community_id, at=at
            )


def close_login_of(community: Community, user_id: int, at: datetime) -> None:
    """The consent to the login was withdrawn: within that transaction."""
    login = ResidentLogin.objects.of(community).filter(user_id=user_id, closed_at=None).first()
    if login is not None and _close(login, at):
        ledger.record(log.CLOSED, subject=(log.LOGIN, login.pk), by=SYSTEM, community_id=community.pk, at=at)


def _close(login: ResidentLogin, at: datetime) -> bool:
    rows = ResidentLogin.objects.of(login.community_id).filter(pk=login.pk, closed_at=None)
    if not rows.update(closed_at=at):
        return False
    close_sign_ins(User(pk=login.user_id), at)
    User.objects.filter(pk=login.user_id).update(is_active=False)
    return True
