"""Every write of this app."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from huijia.kernel.communities import log, options
from huijia.kernel.communities.agents import Agent
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community, District, Holiday, Option, Street
from huijia.kernel.communities.shelf import forget_all
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.actors import Actor
from huijia.lib import clock


def set_option(community: Community, key: str, value: Any, *, by: Agent, at: datetime | None = None) -> Option:
    """Agree on `value` for `key` from now on; the same value again changes and records nothing.

    Raises:
        Refusal: no right to, another community, no such option, a value that cannot be, opening after closing.
    """
    by.require("settings.edit")
    _same_place(community, by)
    spec = options.SPECS.get(key)
    if spec is None:
        raise Refusal(_("没有这项约定。"), code="unknown_option")
    value = options.checked(spec, value)
    at = at or clock.now()
    with transaction.atomic():
        _opens_before_closing(community, key, value)
        found = Option.objects.of(community).select_for_update().filter(key=key).first()
        old = found.value if found else spec.default
        if found and found.value == value:
            return found
        option, _created = Option.objects.of(community).update_or_create(
            community=community, key=key, defaults={"value": value, "changed_at": at}
        )
        _record_option(option, spec, old, by, at)
        forget_all()
    return option


def _record_option(option: Option, spec: options.Spec, old: Any, by: Agent, at: datetime) -> None:
    with override("zh-hans"):
        label = str(spec.label)
    ledger.record(
        log.OPTION_SET,
        subject=("communities.option", option.pk),
        by=by.actor(),
        community_id=option.community_id,
        at=at,
        data={"key": spec.key, "label": label, "old": old, "new": option.value},
    )


def _same_place(community: Community, by: Agent) -> None:
    if by.community.pk != community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")


def _opens_before_closing(community: Community, key: str, value: Any) -> None:
    if key not in ("office_opens", "office_closes"):
        return
    opens = value if key == "office_opens" else options.get(community, "office_opens")
    closes = value if key == "office_closes" else options.get(community, "office_closes")
    if opens >= closes:
        raise Refusal(_("上班时间应早于下班时间。"), field=key, code="bad_value")


def set_holiday(day: date, *, working: bool, name: str, by: Agent, at: datetime | None = None) -> Holiday:
    """Note that `day` is worked (True) or free (False), whatever the rule says. Shared by all communities.

    Raises:
        Refusal: no right to, or in a practice copy.
    """
    by.require("settings.edit")
    _not_in_practice(by)
    with transaction.atomic():
        old = Holiday.objects.select_for_update().filter(date=day).first()
        if old and (old.working, old.name) == (working, name):
            return old
        holiday, _created = Holiday.objects.update_or_create(date=day, defaults={"working": working, "name": name})
        _record_holiday(log.DAY_WORKED if working else log.DAY_FREE, holiday, by, at)
        forget_all()
    return holiday


def drop_holiday(day: date, *, by: Agent, at: datetime | None = None) -> bool:
    """Let the rule hold again for `day`; False when it was not in the table.

    Raises:
        Refusal: no right to, or in a practice copy.
    """
    by.require("settings.edit")
    _not_in_practice(by)
    with transaction.atomic():
        holiday = Holiday.objects.select_for_update().filter(date=day).first()
        if holiday is None:
            return False
        _record_holiday(log.DAY_DROPPED, holiday, by, at)
        holiday.delete()
        forget_all()
    return True


def _not_in_practice(by: Agent) -> None:
    """What all communities share is never tried out."""
    if by.community.is_practice:
        raise Refusal(_("节假日表是各社区共用的，请回到正式社区再改。"), code="practice")


def _record_holiday(kind: str, holiday: Holiday, by: Agent, at: datetime | None) -> None:
    ledger.record(
        kind,
        subject=("communities.holiday", holiday.pk),
        by=by.actor(),
        community_id=by.community.pk,
        at=at,
        data={"date": holiday.date.isoformat(), "working": holiday.working, "name": holiday.name},
    )


@dataclass(frozen=True)
class Place:
    """A district or street by name and 12-digit code; the one that has the code already is used."""

    name: str
    code: str


SYSTEM = Actor("system", None, "系统")


def found(
    *,
    name: str,
    slug: str,
    code12: str,
    street: Place,
    district: Place,
    hotline: str = "",
    motto: str = "",
    lon: float | None = None,
    lat: float | None = None,
    opened_on: date | None = None,
    by: Actor = SYSTEM,
    at: datetime | None = None,
) -> Community:
    """Founds a community with the street and district above it. The caller asks who may: nobody has a right there yet.

    Raises:
        Refusal: a code is not 12 digits, or the short name or code is taken.
    """
    for code in (code12, street.code, district.code):
        if not (len(code) == 12 and code.isdecimal()):
            raise Refusal(_("区划代码应为 12 位数字。"), field="code12", code="bad_code")
    with transaction.atomic():
        if Community.objects.filter(Q(slug=slug) | Q(code12=code12, practice_of=None)).exists():
            raise Refusal(_("这个社区已经有了。"), field="code12", code="taken")
        above, _made = District.objects.get_or_create(code=district.code, defaults={"name": district.name})
        between, _made = Street.objects.get_or_create(
            code=street.code, defaults={"name": street.name, "district": above}
        )
        community = Community.objects.create(
            name=name,
            slug=slug,
            code12=code12,
            street=between,
            hotline=hotline,
            motto=motto,
            lon=lon,
            lat=lat,
            opened_on=opened_on,
        )
        ledger.record(
            log.FOUNDED,
            subject=("community", community.pk),
            by=by,
            community_id=community.pk,
            at=at,
            data={"name": name},
        )
    return community
