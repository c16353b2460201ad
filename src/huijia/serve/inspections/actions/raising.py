"""What an inspection hands on to the thread: a severe hazard at once, any other on a press, a door that stays shut."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.core.matters import actions as matters
from huijia.core.matters.enums import Nature, Source
from huijia.core.matters.models import Category, Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.models import File
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.serve.inspections import notices
from huijia.serve.inspections.enums import HazardState
from huijia.serve.inspections.log import HOME
from huijia.serve.inspections.models import Check, Hazard, Home

CATEGORIES = ("燃气消防", "安全隐患")
"""Names of the seed tree under which a hazard is filed, the first that the community has."""


def alarm(row: Check, severe: Sequence[Hazard], *, by: Access, at: datetime, photos: Sequence[File] = ()) -> Matter:
    """Severe: stopped at once, one urgent matter, the secretary is told the same minute."""
    what = "；".join(hazard.text for hazard in severe)
    text = _("入户安检查出严重隐患，已要求停用：不符合“%(what)s”。") % {"what": what}
    matter = _registered(row, text, True, by, at, photos)
    Hazard.objects.of(by.community).filter(pk__in=[hazard.pk for hazard in severe]).update(matter=matter)
    _tell("matter_raised", row.home_id, matter, by, at)
    notices.tell_secretary(row, "severe", matter.ticket)
    return matter


def report_missed(row: Check, *, by: Access, at: datetime) -> Matter:
    """The third knock in vain: the office goes another way."""
    text = _("入户安检三次上门没有查成，请联系住户另约时间，或者书面告知。")
    matter = _registered(row, text, False, by, at, ())
    Home.objects.of(by.community).filter(pk=row.home_id).update(report=matter)
    row.home.report = matter
    _tell("reported", row.home_id, matter, by, at)
    notices.tell_secretary(row, "reported", matter.ticket)
    return matter


def raise_matter(hazard: Hazard, *, by: Access, at: datetime | None = None) -> Matter:
    """A hazard that is not severe, for somebody to see to; twice gives the same matter.

    Raises:
        Refusal: no right to, or it is put right already.
    """
    by.require("inspections.do")
    if hazard.matter is not None:
        return hazard.matter
    if hazard.community_id != by.community.pk or hazard.state != HazardState.OPEN:
        raise Refusal(_("这个隐患已经整改了"), code="closed")
    moment = at or clock.now()
    with transaction.atomic():
        locked = Hazard.objects.of(by.community).select_for_update().get(pk=hazard.pk)
        if locked.matter is not None:
            return locked.matter
        text = _("入户安检查出隐患：不符合“%(what)s”。%(note)s") % {"what": hazard.text, "note": hazard.note}
        matter = _registered(hazard.check_made, text, False, by, moment, ())
        Hazard.objects.of(by.community).filter(pk=hazard.pk).update(matter=matter)
        _tell("matter_raised", hazard.home_id, matter, by, moment)
    hazard.matter = matter
    return matter


def _registered(
    row: Check, text: str, is_urgent: bool, by: Access, at: datetime, photos: Sequence[File]
) -> Matter:
    home = row.home.dwelling
    draft = matters.Draft(
        text=text, source=Source.INSPECTION, nature=Nature.HELP, category=_category(by), dwelling=home, grid=home.grid,
        group=home.group, place_name=row.place_name, lon=home.lon, lat=home.lat, is_urgent=is_urgent,
    )
    return matters.register(draft, by=by, at=at, attachments=photos).matter


def _category(by: Access) -> Category | None:
    rows = {row.name: row for row in Category.objects.of(by.community).filter(name__in=CATEGORIES, is_active=True)}
    return next((rows[name] for name in CATEGORIES if name in rows), None)


def _tell(kind: str, home_id: int, matter: Matter, by: Access, at: datetime) -> None:
    ledger.record(
        f"inspections.{kind}", subject=(HOME, home_id), by=by.actor(), community_id=by.community.pk, at=at,
        data={"ticket": matter.ticket},
    )
