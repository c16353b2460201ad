"""张贴服务牌: the ticks of a grid worker."""

from datetime import date

from huijia.core.places.models import DoorPlate
from tests.cast import Cast
from tests.doors.desk.conftest import NOW, SignIn, count_queries

URL = "/desk/plates/walk/"


def plate_at(home: Cast, name: str, grid: object) -> DoorPlate:
    return DoorPlate.objects.create(
        community=home.community, token=f"walk-{name}", place_name=name, grid=grid, issued_at=NOW
    )


def test_a_tick_and_its_undoing(home: Cast, as_: SignIn) -> None:
    client = as_("worker")
    assert client.get(URL).context["plates"] == [home.plate]
    url = f"/desk/plates/{home.plate.pk}/mount/"
    line = client.post(url, headers={"HX-Request": "true"}).content.decode()
    assert "2026-04-13 已贴" in line
    assert "<html" not in line
    home.plate.refresh_from_db()
    assert home.plate.mounted_on == date(2026, 4, 13)
    assert client.get(URL).context["plates"] == []
    assert client.get(URL, {"state": "all"}).context["plates"] == [home.plate]
    assert client.post(url, {"off": "1"}).status_code == 302
    assert client.get(URL).context["plates"] == [home.plate]


def test_a_worker_sees_their_grids_only(home: Cast, as_: SignIn) -> None:
    away = plate_at(home, "岗亭", home.grid2)
    worker, operator = as_("worker"), as_("operator")
    assert worker.get(URL).context["plates"] == [home.plate]
    assert worker.get(f"/desk/plates/{away.pk}/").status_code == 404
    assert worker.post(f"/desk/plates/{away.pk}/mount/").status_code == 404
    assert worker.get("/desk/plates/doors/", {"chosen": away.pk}).context["sheets"] == []
    assert operator.get(URL).context["plates"] == [home.plate, away]


def test_a_wrong_day(home: Cast, as_: SignIn) -> None:
    client = as_("worker")
    url = f"/desk/plates/{home.plate.pk}/mount/"
    assert client.post(url, {"on": "2026-04-14"}).status_code == 422
    assert client.post(url, {"on": "later"}).status_code == 422
    assert client.post(url, {"on": "2026-04-02"}).status_code == 302
    home.plate.refresh_from_db()
    assert home.plate.mounted_on == date(2026, 4, 2)


def test_out_of_use_meanwhile(home: Cast, as_: SignIn) -> None:
    DoorPlate.objects.of(home.community).filter(pk=home.plate.pk).update(revoked_at=NOW)
    assert as_("worker").post(f"/desk/plates/{home.plate.pk}/mount/").status_code == 409


def test_sixty_at_a_time(home: Cast, as_: SignIn) -> None:
    client = as_("worker")
    client.get(URL)
    few = count_queries(client, URL)
    for number in range(70):
        plate_at(home, f"{number}号", home.grid)
    first = client.get(URL)
    assert len(first.context["plates"]) == 60
    rest = client.get(URL, {"after": first.context["after"]})
    assert len(rest.context["plates"]) == 11
    assert rest.context["after"] is None
    assert count_queries(client, URL) == few
