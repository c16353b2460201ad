"""Leave, and who acts for whom meanwhile."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Absence, Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock


def set_absence(
    person: Person, *, deputy: Person, starts_at: datetime, ends_at: datetime, reason: str, by: Access
) -> Absence:
    """Leave with a deputy; set by the person or by who may assign. A deputy is never absent at the same time."""
    if person.pk not in by.person_ids:
        by.require("matters.assign")
    if ends_at <= starts_at:
        raise Refusal(_("结束时间须晚于开始时间"), field="ends_at")
    if deputy.pk == person.pk:
        raise Refusal(_("代理人不能是本人"), field="deputy")
    with transaction.atomic():
        open_rows = Absence.objects.of(by.community).filter(
            starts_at__lt=ends_at, ends_at__gt=starts_at, cancelled_at=None
        )
        if open_rows.filter(person=person).exists():
            raise Refusal(_("这段时间已登记请假"), field="starts_at")
        if open_rows.filter(person=deputy).exists():
            raise Refusal(_("代理人这段时间也请假"), field="deputy")
        absence = Absence.objects.create(
            community=by.community, person=person, deputy=deputy, starts_at=starts_at, ends_at=ends_at, reason=reason
        )
        ledger.record(
            "people.absence_set", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk,
            data={"reason": reason}, personal={"deputy": deputy.name},
        )
    return absence


def cancel_absence(absence: Absence, *, by: Access, at: datetime | None = None) -> None:
    """The person is back early. Doing it twice changes nothing."""
    if absence.person_id not in by.person_ids:
        by.require("matters.assign")
    with transaction.atomic():
        rows = Absence.objects.of(by.community).filter(pk=absence.pk, cancelled_at=None)
        if rows.update(cancelled_at=at or clock.now()):
            ledger.record(
                "people.absence_cancelled", subject=("person", absence.person_id), by=by.actor(),
                community_id=by.community.pk,
            )
