"""What rides keep of riders, families and drivers: told to who asks for their own data, let go when old enough."""

from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.models import Person
from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.kernel.privacy.registry import (
    Activity,
    Held,
    Holding,
    Rule,
    Subject,
    register_activity,
    register_holdings,
    register_rule,
)
from huijia.lib import clock, crypto
from huijia.serve.rides.models import Driver, Ride, Seat

MOST = 500
KEPT_KEY = "rides_kept_days"


def register() -> None:
    options.register(
        options.Spec(
            KEPT_KEY, gettext_lazy("接送结束后姓名和电话保存"), 180, unit=gettext_lazy("天"), least=30, most=3650
        )
    )
    register_holdings(Holding("rides", gettext_lazy("坐过的接送"), ride_rows))
    register_holdings(Holding("ride_drivers", gettext_lazy("接送司机"), driver_rows))
    register_rule(Rule("rides", gettext_lazy("过去的接送里的人和家属"), KEPT_KEY, old_rides, forget_rides))
    register_activity(
        Activity(
            "rides", gettext_lazy("接送"), gettext_lazy("接居民去接种、看病，送回家"),
            gettext_lazy("本人或代办人预约；告诉家属须本人同意；司机自愿登记"),
            gettext_lazy("坐车的人的姓名、电话(加密)、上车地点、行动情况、家属姓名和电话(加密)；司机的姓名、电话(加密)、车和证件日期"),
            gettext_lazy("过了接送那天，按本社区约定的天数清除坐车的人和家属的姓名、电话、地址和写下的话"),
            gettext_lazy("派车的人、随车的人；司机只在当天看到姓名和电话；每次查看号码都有记录"),
        )
    )


def ride_rows(community: Community, subject: Subject) -> list[dict[str, Any]]:
    """Those of the person, and those asked for from the number that the roster has of them."""
    if subject[0] != "person":
        return []
    key = Person.objects.of(community).filter(pk=subject[1]).values_list("phone_hash", flat=True).first()
    theirs = Q(person_id=subject[1]) | (Q(phone_hash=key) if key else Q())
    rows = Ride.objects.of(community).filter(theirs).select_related("target").order_by("-pk")[:MOST]
    return [
        {
            _("编号"): row.ticket, _("去哪里"): row.target.name, _("哪天"): f"{row.day:%Y-%m-%d}",
            _("坐车的人"): row.name, _("电话"): _open(row.phone_sealed), _("在哪里上车"): row.place_name,
            _("行动"): str(row.get_mobility_display()), _("家属"): row.family_name,
            _("家属电话"): _open(row.family_sealed), _("要注意的"): row.note, _("状态"): str(row.get_state_display()),
        }
        for row in rows
    ]


def _open(sealed: str) -> str:
    return crypto.open_sealed(sealed) if sealed else ""


def driver_rows(community: Community, subject: Subject) -> list[dict[str, Any]]:
    """The car and papers that somebody registered as a driver."""
    if subject[0] != "person":
        return []
    key = Person.objects.of(community).filter(pk=subject[1]).values_list("phone_hash", flat=True).first()
    theirs = Q(person_id=subject[1]) | (Q(phone_hash=key) if key else Q())
    return [
        {
            _("姓名"): row.name, _("电话"): _open(row.phone_sealed), _("什么车"): row.vehicle,
            _("车牌"): row.plate_number, _("驾驶证有效期到"): f"{row.licence_until:%Y-%m-%d}",
            _("车辆保险到"): f"{row.insurance_until:%Y-%m-%d}",
        }
        for row in Driver.objects.of(community).filter(theirs).order_by("pk")[:MOST]
    ]


def old_rides(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    keys = Person.objects.of(community).filter(pk__in=held.of("person")).exclude(phone_hash="")
    rows = Ride.objects.of(community).filter(day__lt=clock.local(before).date()).exclude(name="")
    kept = Q(person_id__in=held.of("person"), person_id__isnull=False)
    return rows.exclude(kept).exclude(phone_hash__in=keys.values("phone_hash"))


def forget_rides(ids: list[int], at: datetime) -> int:
    """The ride stays for the figures; who was fetched at which door does not."""
    Seat.objects.everywhere().filter(ride__in=ids).update(
        rider_key=Concat(Value("r"), Cast(F("ride_id"), CharField())), note=""
    )
    return Ride.objects.everywhere().filter(pk__in=ids).update(
        name="", phone_sealed="", phone_hash="", phone_tail="", draft_hash="", person=None, dwelling=None,
        place_name="", lon=None, lat=None, companion="", family_name="", family_sealed="", family_tail="",
        family_agreed=False, note="", end_reason="", asked_label="",
    )
