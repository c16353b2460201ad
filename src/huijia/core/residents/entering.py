"""A resident comes in: the session on their own phone, which lasts for weeks, and the consent that goes with it."""

from __future__ import annotations

import uuid as uuids
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from huijia.core.residents import agreed, visitors
from huijia.core.residents.actions import admissions, codes, logins
from huijia.core.residents.models import Admission, PhoneCode, ResidentLogin
from huijia.kernel.accounts import sessions
from huijia.kernel.accounts.models import Means
from huijia.kernel.communities import options
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.actors import Actor
from huijia.kernel.privacy import actions as privacy
from huijia.kernel.privacy.enums import Channel
from huijia.lib import clock

CODE_KEY = "phone_code"
"""Session key: the uuid of the code that this browser has asked for."""
_DAY = 86400


def remember_code(request: HttpRequest, row: PhoneCode) -> None:
    request.session[CODE_KEY] = row.uuid.hex


def code_of(request: HttpRequest) -> PhoneCode | None:
    """The code this browser waits for; None without one."""
    kept = request.session.get(CODE_KEY)
    rows = PhoneCode.objects.everywhere().select_related("community__street__district")
    return rows.filter(uuid=uuids.UUID(kept)).first() if kept else None


def by_code(request: HttpRequest, row: PhoneCode, typed: str, *, at: datetime | None = None) -> ResidentLogin:
    """The session of whose phone got the code.

    Raises:
        Refusal: as `codes.check_code`.
    """
    at = at or clock.now()
    phone = codes.check_code(row, typed, at=at)
    with transaction.atomic():
        login = logins.login_of(row.community, phone=phone, at=at)
        _open(request, login, Means.SMS, at)
    request.session.pop(CODE_KEY, None)
    return login


def by_admission(
    request: HttpRequest, admission: Admission, *, means: Means, at: datetime | None = None
) -> ResidentLogin:
    """The session that a code or link of the office opens, and with it the admission is used.

    Raises:
        Refusal: used, void, or too old.
    """
    at = at or clock.now()
    with transaction.atomic():
        admissions.take(admission, at=at)
        login = logins.of_admission(admission, at)
        ledger.record(
            "residents.admission_used", subject=("resident_login", login.pk), community_id=login.community_id, at=at,
            by=Actor("user", login.user_id, login.user.name), data={"admission": admission.pk, "means": str(means)},
        )
        _open(request, login, means, at)
    return login


def go_on_as(request: HttpRequest, login: ResidentLogin, *, at: datetime | None = None) -> None:
    """The phone turned out to be of somebody who has a login already: the session goes on with that one."""
    with transaction.atomic():
        _open(request, login, Means.SMS, at or clock.now())


def _open(request: HttpRequest, login: ResidentLogin, means: Means, at: datetime) -> None:
    """Pressing the button is the yes to the words beside it; they are kept with their version."""
    seconds = int(options.get(login.community, agreed.SESSION_DAYS)) * _DAY
    sessions.open_session(request, login.user, means=means, at=at, seconds=seconds)
    visitor = visitors.Visitor(login.user, login, login.community)
    request.visitor = visitor  # type: ignore[attr-defined]
    privacy.give("login", subject=("login", login.user_id), channel=Channel.OWN, by=visitor.access(), at=at)
