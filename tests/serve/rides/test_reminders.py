"""The day before: who is fetched, who drives, who rides along hears once more."""

from datetime import timedelta

from huijia.kernel.notify.models import Outbox
from huijia.lib import clock
from huijia.serve.rides import actions
from tests.cast import MONDAY
from tests.serve.rides.conftest import TUESDAY, House, trip_now

AFTERNOON = MONDAY.replace(hour=16, minute=5)


def _told() -> list[str]:
    return sorted(Outbox.objects.filter(template__endswith="tomorrow").values_list("template", flat=True))


def test_told_before_reminded_once_from_the_agreed_hour_on(house: House) -> None:
    trip = house.trip()
    house.seated(house.ask(), trip)
    sunday = MONDAY - timedelta(days=1)
    with clock.frozen(sunday):
        actions.announce(trip_now(trip), by=house.cast.access("operator"), at=sunday)
    actions.tick(MONDAY)
    assert _told() == []
    actions.tick(AFTERNOON)
    actions.tick(AFTERNOON + timedelta(minutes=1))
    assert _told() == ["rides.crew_tomorrow", "rides.tomorrow"]
    context = Outbox.objects.get(template="rides.tomorrow").context
    assert context["when"].startswith(f"{TUESDAY:%Y-%m-%d} ") and context["target"] == house.clinic.name
    assert "赵明明" not in str(context)


def test_who_hears_today_is_not_told_twice(house: House) -> None:
    trip = house.trip()
    house.seated(house.ask(), trip)
    actions.announce(trip_now(trip), by=house.cast.access("operator"), at=MONDAY)
    actions.tick(AFTERNOON)
    assert _told() == []


def test_a_cancelled_car_reminds_nobody(house: House) -> None:
    trip = house.trip()
    house.seated(house.ask(), trip)
    sunday = MONDAY - timedelta(days=1)
    actions.announce(trip_now(trip), by=house.cast.access("operator"), at=sunday)
    actions.cancel_trip(trip_now(trip), reason="下雪", by=house.cast.access("operator"), at=MONDAY)
    actions.tick(AFTERNOON)
    assert _told() == []
