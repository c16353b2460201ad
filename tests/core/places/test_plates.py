"""What becomes of a plate: printed, mounted, lost, found, damaged, replaced."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from huijia.core.places import plates
from huijia.core.places.enums import PlateDesign, PlateSheet, PlateState, PlateTrouble, ToldBy
from huijia.core.places.models import DoorPlate, PlateBatch
from huijia.core.places.queries import PlateFilters, count_plates, plates_of
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from tests.cast import MONDAY, Cast, cast

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


def printed(home: Cast, *more: DoorPlate, sheet: PlateSheet = PlateSheet.TWO) -> PlateBatch:
    return plates.print_batch(
        [home.plate, *more], uuid=uuid4(), design=PlateDesign.INK, sheet=sheet, size=(190, 138),
        by=home.access("secretary"), at=MONDAY,
    )


def state(home: Cast) -> list[str]:
    """The states in which the one plate of the cast is counted: always exactly one."""
    counts = count_plates(home.community, PlateFilters())
    names = [name for name, count in counts.items() for _time in range(count)]
    for name in set(names):
        assert plates_of(home.community, PlateFilters(state=name)).count() == names.count(name)
    return names


def kinds() -> list[str]:
    return list(Entry.objects.filter(kind__startswith="places.").order_by("pk").values_list("kind", flat=True))


def test_from_the_printer_to_the_door(home: Cast) -> None:
    worker = home.access("worker")
    assert state(home) == [PlateState.UNPRINTED]
    printed(home)
    assert state(home) == [PlateState.UNMOUNTED]
    for _time in range(2):
        plates.mount_plate(home.plate, by=worker, at=LATER)
    home.plate.refresh_from_db()
    assert home.plate.mounted_on == date(2026, 4, 13)
    assert state(home) == [PlateState.MOUNTED]
    for _time in range(2):
        plates.unmount_plate(home.plate, by=worker, at=LATER)
    assert state(home) == [PlateState.UNMOUNTED]
    assert kinds() == ["places.plates_printed", "places.plate_mounted", "places.plate_unmounted"]


def test_mounted_tomorrow_is_refused(home: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        plates.mount_plate(home.plate, on=date(2026, 4, 14), by=home.access("worker"), at=MONDAY)
    assert refused.value.field == "on"


def test_a_batch_is_written_once(home: Cast) -> None:
    uuid, by = uuid4(), home.access("secretary")
    made = [
        plates.print_batch(
            [home.plate], uuid=uuid, design=PlateDesign.PINE, sheet=PlateSheet.FOUR, size=(138, 95), by=by, at=MONDAY
        )
        for _time in range(2)
    ]
    assert made[0] == made[1]
    batch = PlateBatch.objects.of(home.community).get()
    assert (batch.design, batch.sheet, batch.width_mm, batch.height_mm) == ("pine", "four", 138, 95)
    assert (batch.count, batch.made_by_label, batch.made_at) == (1, "周书文", MONDAY)
    assert [row.place for row in batch.prints.all()] == [1]


def test_name_strips_do_not_count_as_printed(home: Cast) -> None:
    printed(home, sheet=PlateSheet.STRIPS)
    assert state(home) == [PlateState.UNPRINTED]


def test_nothing_and_what_is_out_of_use_is_not_printed(home: Cast) -> None:
    by = home.access("secretary")
    given = {"uuid": uuid4(), "design": PlateDesign.INK, "sheet": PlateSheet.ONE, "size": (270, 190), "by": by}
    with pytest.raises(Refusal, match="没有可以打印"):
        plates.print_batch([], **given)
    plates.revoke_plate(home.plate, reason="搬走", by=by, at=MONDAY)
    home.plate.refresh_from_db()
    with pytest.raises(Refusal, match="停用的服务牌"):
        plates.print_batch([home.plate], **given)
    with pytest.raises(Refusal, match="停用的服务牌"):
        plates.print_batch([cast("乙社区").plate], **given)


def test_lost_is_out_of_use_at_once_and_may_be_found(home: Cast) -> None:
    operator = home.access("operator")
    plates.report_trouble(home.plate, what=PlateTrouble.LOST, told=ToldBy.HOTLINE, by=operator, at=LATER)
    home.plate.refresh_from_db()
    assert (home.plate.revoked_at, home.plate.trouble_told) == (LATER, "hotline")
    assert state(home) == [PlateState.LOST]
    with pytest.raises(Refusal) as twice:
        plates.report_trouble(home.plate, what=PlateTrouble.LOST, told=ToldBy.VISIT, by=operator, at=LATER)
    assert twice.value.code == "stale"
    plates.found_plate(home.plate, by=home.access("worker"), at=LATER)
    home.plate.refresh_from_db()
    assert (home.plate.revoked_at, home.plate.trouble) == (None, "")
    assert kinds() == ["places.plate_lost", "places.plate_found"]


def test_found_after_a_new_one_hangs_there(home: Cast) -> None:
    plates.report_trouble(
        home.plate, what=PlateTrouble.LOST, told=ToldBy.VISIT, by=home.access("worker"), at=MONDAY
    )
    plates.replace_plate(home.plate, reason="丢了", by=home.access("secretary"), at=LATER)
    assert state(home) == [PlateState.UNPRINTED, PlateState.REVOKED]
    with pytest.raises(Refusal, match="已经换了新牌"):
        plates.found_plate(home.plate, by=home.access("worker"), at=LATER)


def test_found_without_being_lost(home: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        plates.found_plate(home.plate, by=home.access("worker"), at=LATER)
    assert refused.value.code == "stale"


def test_damaged_can_still_be_scanned_until_it_is_hung_anew(home: Cast) -> None:
    worker = home.access("worker")
    plates.mount_plate(home.plate, on=date(2026, 4, 1), by=worker, at=MONDAY)
    plates.report_trouble(home.plate, what=PlateTrouble.DAMAGED, told=ToldBy.PATROL, by=worker, at=MONDAY)
    home.plate.refresh_from_db()
    assert home.plate.revoked_at is None
    assert state(home) == [PlateState.DAMAGED]
    plates.mount_plate(home.plate, by=worker, at=LATER)
    home.plate.refresh_from_db()
    assert (home.plate.trouble, home.plate.mounted_on) == ("", date(2026, 4, 13))


def test_replaced_by_one_with_another_token(home: Cast) -> None:
    by = home.access("secretary")
    new = plates.replace_plate(home.plate, reason="被人涂改", by=by, at=LATER)
    home.plate.refresh_from_db()
    assert (home.plate.revoked_at, home.plate.revoked_reason) == (LATER, "被人涂改")
    assert new.token != home.plate.token
    assert (new.place_name, new.dwelling, new.grid, new.replaces) == (
        "傅家组12号", home.dwelling, home.grid, home.plate
    )
    with pytest.raises(Refusal, match="已经换过新牌"):
        plates.replace_plate(home.plate, reason="再换", by=by, at=LATER)


def test_who_may_not(home: Cast) -> None:
    other = cast("乙社区")
    for who in ("worker", "operator", "committee"):
        with pytest.raises(Refusal):
            plates.replace_plate(home.plate, reason="x", by=home.access(who))
    for who in ("leader", "neighbour", "street"):
        with pytest.raises(Refusal):
            plates.mount_plate(home.plate, by=home.access(who), at=MONDAY)
    with pytest.raises(Refusal, match="不在您的网格"):
        plates.mount_plate(other.plate, by=home.access("secretary"), at=MONDAY)


def test_a_worker_has_the_plates_of_their_grid(home: Cast) -> None:
    away = plates.issue_plate(place_name="岗亭", grid=home.grid2, by=home.access("secretary"), at=MONDAY)
    for act in (plates.mount_plate, plates.unmount_plate, plates.found_plate):
        with pytest.raises(Refusal, match="不在您的网格"):
            act(away, by=home.access("worker"), at=MONDAY)


def test_two_thousand_in_few_statements(home: Cast, django_assert_max_num_queries: object) -> None:
    rows = plates.issue_plates(
        [DoorPlate(place_name=f"第{number}号", grid=home.grid) for number in range(1999)], by=home.access("secretary")
    )
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        batch = printed(home, *rows)
    assert batch.count == 2000
    assert state(home).count(PlateState.UNMOUNTED) == 2000
