"""Printing plates: the batch, its sheets, the sign maker's pictures, reprints."""

import re
import zipfile
from io import BytesIO
from uuid import uuid4
from xml.etree import ElementTree

from huijia.core.places.models import DoorPlate, PlateBatch
from tests.cast import Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, count_queries, signed_in

URL = "/desk/plates/"


def sent(home: Cast, **more: object) -> dict[str, object]:
    return {"uuid": str(uuid4()), "design": "eaves", "sheet": "two", "chosen": home.plate.pk, **more}


def last(home: Cast) -> PlateBatch:
    batch = PlateBatch.objects.of(home.community).order_by("-pk").first()
    assert batch is not None
    return batch


def more_plates(home: Cast, count: int) -> list[DoorPlate]:
    return [
        DoorPlate.objects.create(
            community=home.community, token=f"more-{number}", place_name=f"第{number}号", grid=home.grid, issued_at=NOW
        )
        for number in range(count)
    ]


def test_the_form_says_how_high_the_digits_are(home: Cast, as_: SignIn) -> None:
    page = as_("secretary").get(f"{URL}print/").content.decode()
    assert "打印 1 块：傅家组12号" in page
    assert "A4 两块(190 × 138 毫米)，热线数字高 16.8 毫米，3 米外看得清" in page
    assert page.count('class="plate-sample"') == 3


def test_print(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    form = sent(home, note="第一批")
    for _time in range(2):
        answer = client.post(f"{URL}print/", form)
        assert (answer.status_code, answer["Location"]) == (302, f"{URL}batches/{last(home).pk}/")
    assert PlateBatch.objects.of(home.community).count() == 1
    paper = client.get(f"{URL}batches/{last(home).pk}/print/").content.decode()
    assert 'width="210mm" height="297mm" viewBox="0 0 210 297"' in paper
    for words in ("傅家组12号", "0511-12345678", "报警 110", "火警 119", "急救 120", "姓名条插在这里"):
        assert words in paper
    assert home.plate.token not in paper
    assert "style=" not in paper
    for person in ("冯走访", "陈中心", "赵明明"):
        assert person not in paper


def test_a_design_or_a_form_that_is_none(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    assert client.post(f"{URL}print/", sent(home, design="gold")).status_code == 422
    assert client.post(f"{URL}print/", sent(home, uuid="")).status_code == 422
    wrong = client.post(f"{URL}print/", sent(home, chosen=0))
    assert wrong.status_code == 422
    assert PlateBatch.objects.of(home.community).count() == 0


def test_strips_name_the_staff_of_the_door(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    client.post(f"{URL}print/", sent(home, sheet="strips", size="190x138"))
    paper = client.get(f"{URL}batches/{last(home).pk}/print/").content.decode()
    assert "网格员 冯走访" in paper
    assert "党员中心户 陈中心" in paper
    assert re.search(r"139 0000 \d{4}", paper)
    assert "赵明明" not in paper


def test_strips_after_a_batch_of_plates(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    client.post(f"{URL}print/", sent(home, sheet="four"))
    first = last(home)
    client.post(f"{URL}batches/{first.pk}/again/", {"uuid": str(uuid4()), "sheet": "strips"})
    again = last(home)
    assert (again.sheet, again.width_mm, again.height_mm, again.again_of) == ("strips", 138, 95, first)


def test_reprint_only_what_came_out_wrong(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    rows = more_plates(home, 3)
    client.post(f"{URL}print/", sent(home, chosen=[home.plate.pk, *(row.pk for row in rows)]))
    first = last(home)
    form = {"uuid": str(uuid4()), "sheet": "", "chosen": [rows[0].pk, rows[2].pk]}
    for _time in range(2):
        client.post(f"{URL}batches/{first.pk}/again/", form)
    again = last(home)
    assert [row.plate for row in again.prints.all()] == [rows[0], rows[2]]
    assert (again.again_of, again.sheet, PlateBatch.objects.of(home.community).count()) == (first, "two", 2)
    tokens = {row.pk: row.token for row in rows}
    assert {row.pk: row.token for row in DoorPlate.objects.of(home.community).filter(pk__in=tokens)} == tokens


def test_what_is_out_of_use_is_not_printed_again(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    client.post(f"{URL}print/", sent(home))
    batch = last(home)
    DoorPlate.objects.of(home.community).filter(pk=home.plate.pk).update(revoked_at=NOW)
    assert client.get(f"{URL}batches/{batch.pk}/print/").context["sheets"] == []
    assert client.get(f"{URL}batches/{batch.pk}/{home.plate.pk}.svg").status_code == 404
    again = client.post(f"{URL}batches/{batch.pk}/again/", {"uuid": str(uuid4()), "sheet": ""})
    assert again.status_code == 422


def test_a_picture_for_the_sign_maker(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    client.post(f"{URL}print/", sent(home, sheet="svg", size="300x210", design="ink"))
    answer = client.get(f"{URL}batches/{last(home).pk}/{home.plate.pk}.svg")
    root = ElementTree.fromstring(answer.content)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("300mm", "210mm", "0 0 300 210")
    assert home.plate.token not in answer.content.decode()
    assert client.get(f"{URL}batches/{last(home).pk}/print/").status_code == 302


def test_pictures_as_a_zip(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    rows = more_plates(home, 5)
    client.post(f"{URL}print/", sent(home, sheet="svg", size="200x140", chosen=[row.pk for row in rows]))
    answer = client.get(f"{URL}batches/{last(home).pk}/svg.zip")
    archive = zipfile.ZipFile(BytesIO(b"".join(answer)))  # type: ignore[arg-type]
    assert archive.testzip() is None
    assert archive.namelist() == [f"{row.pk:05d}-第{number}号.svg" for number, row in enumerate(rows)]
    assert ElementTree.fromstring(archive.read(archive.namelist()[0])).get("width") == "200mm"


def test_many_in_parts(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    more_plates(home, 260)
    client.post(f"{URL}print/", {"uuid": str(uuid4()), "design": "pine", "sheet": "eight", "grid": home.grid.pk})
    batch = last(home)
    page = client.get(f"{URL}batches/{batch.pk}/")
    assert page.context["parts"] == [
        {"number": 1, "first": 1, "last": 240}, {"number": 2, "first": 241, "last": 261},
    ]
    assert page.context["sheets"] == 33
    assert len(client.get(f"{URL}batches/{batch.pk}/print/?part=1").context["sheets"]) == 30
    assert len(client.get(f"{URL}batches/{batch.pk}/print/?part=2").context["sheets"]) == 3
    assert len(client.get(f"{URL}batches/{batch.pk}/print/?part=99").context["sheets"]) == 3


def test_queries_do_not_grow(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    client.get(f"{URL}batches/")
    counts = []
    for count in (1, 40):
        more = more_plates(home, count)
        client.post(f"{URL}print/", sent(home, sheet="strips", chosen=[row.pk for row in more]))
        batch = last(home)
        pages = (f"{URL}batches/", f"{URL}batches/{batch.pk}/", f"{URL}batches/{batch.pk}/print/", f"{URL}doors/")
        counts.append([count_queries(client, page) for page in pages])
        for row in more:
            DoorPlate.objects.of(home.community).filter(pk=row.pk).update(token=f"old-{row.pk}")
    assert counts[0] == counts[1]


def test_another_community(home: Cast, as_: SignIn) -> None:
    as_("secretary").post(f"{URL}print/", sent(home))
    batch = last(home)
    other = cast("乙社区")
    stranger = signed_in(other, "secretary")
    for part in ("", "print/", "svg.zip", f"{home.plate.pk}.svg"):
        assert stranger.get(f"{URL}batches/{batch.pk}/{part}").status_code == 404
    assert stranger.post(f"{URL}batches/{batch.pk}/again/", {"uuid": str(uuid4())}).status_code == 404


def test_the_door_sheet(home: Cast, as_: SignIn) -> None:
    page = as_("worker").get(f"{URL}doors/", {"chosen": home.plate.pk}).content.decode()
    for words in ("傅家组12号", "0511-12345678", "冯走访", "陈中心", "报警 110"):
        assert words in page
    assert "赵明明" not in page
