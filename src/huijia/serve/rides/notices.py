"""Notices about rides: codes, and what they say. To riders: when and which car, to drivers the link; no names."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.kernel.notify import actions as notify
from huijia.kernel.notify import templates
from huijia.kernel.notify.addresses import Address
from huijia.lib import clock, crypto
from huijia.lib.masks import mask_name
from huijia.serve.rides import hours
from huijia.serve.rides.enums import WAITING_SEATS, Direction, SeatState
from huijia.serve.rides.models import Driver, Ride, Seat, Trip

TEXTS = {
    "new": (_("接送预约"), _("有新的接送预约 #{ticket}，{day}，请派车。")),
    "not_there": (_("没接到人"), _("接送 #{ticket}（{day}）没接到人，请马上联系。")),
    "cannot_come": (_("有人来不了"), _("接送 #{ticket}（{day}）来不了了。")),
    "received": (_("预约收到了"), _("您预约的接送（{day} 去{target}）已收到，编号 {ticket}，派好车会告诉您。")),
    "cancelled": (_("接送已取消"), _("您预约的接送（{day} 去{target}）已取消，编号 {ticket}。")),
    "wait_again": (_("车有变动"), _("您预约的接送（{day} 去{target}）要换一辆车，派好再告诉您。编号 {ticket}。")),
    "out": (_("派好车了"), _("{when} 左右接您去{target}，{driver}，车牌 {plate}。编号 {ticket}，有变请打社区热线。")),
    "back": (_("回家的车"), _("从{target}回家的车 {when} 左右出发，{driver}，车牌 {plate}。编号 {ticket}。")),
    "tomorrow": (
        _("明天有车接您"),
        _("提醒：{when} 左右接您去{target}，{driver}，车牌 {plate}。编号 {ticket}，有变请打社区热线。"),
    ),
    "crew_tomorrow": (
        _("明天请您出车"), _("提醒：{when} 接送去{target}，{count} 站。名单看上次发给您的链接，或者在系统里看。"),
    ),
    "driver": (_("请您开车"), _("{when} 接送去{target}，{count} 站。名单和导航：{url}")),
    "driver_gone": (_("不用您开车了"), _("{when} 去{target}的这趟接送不用您开了，谢谢。")),
    "escort": (_("请您随车"), _("{when} 接送去{target}，请您随车，在系统里看名单。")),
    "escort_gone": (_("不用您随车了"), _("{when} 去{target}的这趟接送不用您随车了。")),
    "list_changed": (_("接送名单有变"), _("{when} 去{target}的接送名单有变，请看最新的。")),
    "trip_cancelled": (_("这趟车取消"), _("{when} 去{target}的这趟接送取消了。")),
    "driver_wanted": (_("要换司机"), _("{when} 去{target}的这趟接送，司机来不了，请马上换人。")),
    "escort_wanted": (_("要换随车的人"), _("{when} 去{target}的这趟接送，随车的人来不了，请马上换人。")),
    "late": (_("接送还没结束"), _("{when} 去{target}的这趟接送过了时间还没结束，请打电话问一问是不是都到家了。")),
    "home_safe": (_("平安到家"), _("您的家人（{name}）已经平安到家。{community}")),
}


def register() -> None:
    for code, (subject, text) in TEXTS.items():
        # The driver's address opens names and phones of a day; a family's notice is for them alone.
        templates.register(f"rides.{code}", subject, text, private=code in ("driver", "home_safe"))


def _queue(code: str, to: Address, community_id: int, context: dict[str, str], once: str) -> None:
    notify.queue(f"rides.{code}", to=to, community_id=community_id, context=context, once=once)


def _of_ride(ride: Ride) -> dict[str, str]:
    return {"ticket": ride.ticket, "day": f"{ride.day:%Y-%m-%d}", "target": ride.target.name}


def _of_trip(trip: Trip) -> dict[str, str]:
    return {"when": _said(trip.starts_at), "target": trip.target.name}


def _said(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


def tell_office_of_ride(ride: Ride, code: str, *, mark: str = "") -> None:
    """To whoever holds the operators' role. A list of many is the office's own work, and is not told to it."""
    if code == "new" and ride.batch_id is not None:
        return
    _queue(
        code, Address("role", "operator"), ride.community_id, _of_ride(ride),
        f"ride:{ride.uuid}:{code}:{mark or ride.version}",
    )


def tell_office_of_trip(trip: Trip, code: str) -> None:
    _queue(
        code, Address("role", "operator"), trip.community_id, _of_trip(trip),
        f"ride_trip:{trip.uuid}:{code}:{trip.version}",
    )


def tell_rider(ride: Ride, code: str, *, mark: str = "") -> None:
    if ride.phone_sealed:
        _queue(
            code, Address("phone", crypto.open_sealed(ride.phone_sealed)), ride.community_id, _of_ride(ride),
            f"ride:{ride.uuid}:{code}:{mark or ride.version}",
        )


def tell_rider_of_trip(ride: Ride, trip: Trip, seat: Seat) -> None:
    """When the car comes, and how to know it: by its whole number plate."""
    if trip.driver is None or not ride.phone_sealed:
        return
    _queue(
        "out" if trip.direction == Direction.OUT else "back", Address("phone", crypto.open_sealed(ride.phone_sealed)),
        ride.community_id, _of_car(ride, trip, trip.driver, seat),
        f"ride:{ride.uuid}:{trip.direction}:{trip.pk}:{trip.version}",
    )


def _of_car(ride: Ride, trip: Trip, driver: Driver, seat: Seat) -> dict[str, str]:
    out = trip.direction == Direction.OUT
    when = hours.at_stop(trip.starts_at, seat.position, is_out=True) if out else trip.starts_at
    return {
        **_of_ride(ride), "when": _said(when), "driver": f"{driver.name}({driver.vehicle})",
        "plate": driver.plate_number,
    }


def remind(trip: Trip) -> int:
    """The day before, to who is fetched and to who drives or rides along. How many riders were told."""
    if trip.driver is None:
        return 0
    seats = [seat for seat in riders_of(trip) if seat.is_waiting]
    told = 0
    for seat in seats:
        if seat.ride.phone_sealed:
            to = Address("phone", crypto.open_sealed(seat.ride.phone_sealed))
            once = f"ride:{seat.ride.uuid}:tomorrow:{trip.pk}:{trip.day}"
            _queue("tomorrow", to, trip.community_id, _of_car(seat.ride, trip, trip.driver, seat), once)
            told += 1
    crew = {**_of_trip(trip), "count": str(len(seats))}
    to = Address("phone", crypto.open_sealed(trip.driver.phone_sealed))
    _queue("crew_tomorrow", to, trip.community_id, crew, f"ride_trip:{trip.uuid}:tomorrow:driver:{trip.day}")
    if trip.escort is not None and trip.escort.user_id is not None:
        to = Address("user", str(trip.escort.user_id))
        _queue("crew_tomorrow", to, trip.community_id, crew, f"ride_trip:{trip.uuid}:tomorrow:escort:{trip.day}")
    return told


def riders_of(trip: Trip) -> QuerySet[Seat]:
    """The seats of those who still ride, with whose they are."""
    rows = Seat.objects.of(trip.community_id).filter(trip=trip, state__in=(*WAITING_SEATS, SeatState.ARRIVED))
    return rows.select_related("ride__target").order_by("position", "pk")


def tell_riders(trip: Trip) -> None:
    for seat in riders_of(trip):
        if seat.is_waiting:
            tell_rider_of_trip(seat.ride, trip, seat)


def tell_driver(trip: Trip, url: str) -> None:
    """The link to their page; a changed one comes again."""
    if trip.driver is None:
        return
    count = str(sum(1 for seat in riders_of(trip) if seat.is_waiting))
    _queue(
        "driver", Address("phone", crypto.open_sealed(trip.driver.phone_sealed)), trip.community_id,
        {**_of_trip(trip), "count": count, "url": url}, f"ride_trip:{trip.uuid}:driver:{trip.version}",
    )


def tell_driver_gone(trip: Trip, driver: Driver) -> None:
    _queue(
        "driver_gone", Address("phone", crypto.open_sealed(driver.phone_sealed)), trip.community_id, _of_trip(trip),
        f"ride_trip:{trip.uuid}:gone{driver.pk}:{trip.version}",
    )


def tell_escort(trip: Trip, code: str = "escort", user_id: int | None = None) -> None:
    """To the login of who rides along, if they have one."""
    to = user_id if user_id is not None else (trip.escort.user_id if trip.escort is not None else None)
    if to is not None:
        _queue(
            code, Address("user", str(to)), trip.community_id, _of_trip(trip),
            f"ride_trip:{trip.uuid}:{code}{to}:{trip.version}",
        )


def tell_crew(trip: Trip, code: str) -> None:
    """To driver and escort."""
    if trip.driver is not None:
        _queue(
            code, Address("phone", crypto.open_sealed(trip.driver.phone_sealed)), trip.community_id, _of_trip(trip),
            f"ride_trip:{trip.uuid}:{code}:driver:{trip.version}",
        )
    tell_escort(trip, code)


def tell_family(ride: Ride) -> None:
    """Home safe, to whom the rider named and agreed to; nobody else."""
    if ride.family_agreed and ride.family_sealed:
        _queue(
            "home_safe", Address("phone", crypto.open_sealed(ride.family_sealed)), ride.community_id,
            {"name": mask_name(ride.name), "community": ride.community.name}, f"ride:{ride.uuid}:home_safe",
        )
