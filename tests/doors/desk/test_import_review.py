"""The pages of a roster's import: what can be imported, the empty form, the review list, mended rows sent again."""

import io
import uuid

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huijia.core.people.models import Person
from huijia.core.places.models import Grid
from huijia.kernel.accounts import fresh
from huijia.kernel.imports.models import Difference, ImportJob
from huijia.kernel.imports.work import work
from tests.cast import Cast, cast
from tests.doors.desk.conftest import SignIn, count_queries, signed_in
from tests.factories import rosters

URL = "/desk/imports/"


@pytest.fixture
def home(db: None) -> Cast:
    made = cast()
    for grid, (name, _code) in zip((made.grid, made.grid2), rosters.GRIDS, strict=True):
        Grid.objects.of(made.community).filter(pk=grid.pk).update(name=name)
    return made


def upload(client: Client, book: openpyxl.Workbook, kind: str = "residents") -> ImportJob:
    file = SimpleUploadedFile("名册.xlsx", rosters.stream_of(book).getvalue())
    answer = client.post(URL, {"uuid": str(uuid.uuid4()), "kind": kind, "file": file})
    assert answer.status_code == 302
    job = ImportJob.objects.everywhere().get(pk=int(answer["Location"].split("/")[-2]))
    work(job.pk)
    job.refresh_from_db()
    return job


def finish(client: Client, job: ImportJob) -> ImportJob:
    assert client.post(f"{URL}{job.pk}/start/").status_code == 302
    work(job.pk)
    job.refresh_from_db()
    return job


def other() -> openpyxl.Workbook:
    family = rosters.family(1)
    family[0].values["文化程度"] = "大学"
    family[1].values["就业"] = "退休"
    return rosters.book(someone.row() for someone in family)


@pytest.fixture
def there(as_: SignIn) -> None:
    client = as_("secretary")
    finish(client, upload(client, rosters.book(someone.row() for someone in rosters.family(1))))


def test_the_secretary_chooses_among_kinds_and_others_see_theirs(home: Cast, as_: SignIn) -> None:
    page = as_("secretary").get(URL).content.decode()
    for word in ("居民名册", "党员名册", "?kind=matters"):
        assert word in page
    page = as_("admin").get(URL).content.decode()
    assert "居民名册" not in page
    assert 'name="source"' in page


def test_the_empty_form_has_drop_downs_and_its_example_is_passed_over(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    answer = client.get(f"{URL}residents/template.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == rosters.HEAD
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} >= {'"男,女"', '"人户一致,空挂,流入,流出"'}
    sheet.append(list(rosters.family(1, size=1)[0].row()))
    job = upload(client, book)
    assert (job.total, job.fresh, job.failed) == (1, 1, 0)
    assert client.get(f"{URL}nothing/template.xlsx").status_code == 404


def test_wrong_rows_are_mended_and_sent_again(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    job = finish(client, upload(client, rosters.broken(good=3, errors=2)))
    assert (job.added, job.failed) == (3, 2)
    answer = client.get(f"{URL}{job.pk}/errors.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]][:4] == ["行号", "列", "有什么问题", "序号"]
    assert [cell.value for cell in sheet[2]][:3] == [5, "姓名", "没有姓名"]
    head = [cell.value for cell in sheet[1]]
    sheet.cell(2, head.index("姓名") + 1).value = "郑安澜"
    sheet.cell(3, head.index("身份证号") + 1).value = "无"
    again = finish(client, upload(client, book))
    assert (again.total, again.added, again.failed) == (2, 2, 0)


@pytest.mark.usefixtures("there")
def test_side_by_side_and_chosen_on_the_page(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    job = upload(client, other())
    url = f"{URL}{job.pk}/"
    assert "有 2 人系统里已有" in client.get(url).content.decode()
    page = client.get(f"{url}review/").content.decode()
    for word in ("回春雨（回龙苑2幢1单元1室）", "高中", "大学", "退休"):
        assert word in page
    assert "退休" not in client.get(f"{url}review/?which=against").content.decode()
    assert client.post(f"{url}choose/", {"choice": "theirs", "place": "1"}).status_code == 302
    answer = client.post(f"{url}choose/", {"choice": "ours", "place": "2"}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert 'aria-pressed="true">保留系统里的' in answer.content.decode()
    finish(client, job)
    people = dict(Person.objects.of(home.community).values_list("name", "education"))
    assert people["回春雨"] == "大学"
    assert not Person.objects.of(home.community).filter(employment="退休").exists()


@pytest.mark.usefixtures("there")
def test_for_all_at_once_and_too_late(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    job = upload(client, other())
    url = f"{URL}{job.pk}/"
    assert client.post(f"{url}choose/", {"choice": "x"}).status_code == 302
    client.post(f"{url}choose/", {"choice": "theirs", "place": "1"})
    client.post(f"{url}choose/", {"choice": "ours"})
    assert list(Difference.objects.of(home.community).values_list("choice", flat=True)) == ["", ""]
    finish(client, job)
    assert (job.changed, job.doubled) == (0, 3)
    answer = client.post(f"{url}choose/", {"choice": "theirs"}, follow=True)
    assert "导入已经开始" in answer.content.decode()


@pytest.mark.usefixtures("there")
def test_not_another_communitys_and_not_without_the_right(home: Cast, as_: SignIn) -> None:
    job = upload(as_("secretary"), other())
    stranger = signed_in(cast("乙社区"), "secretary")
    for client, code in ((stranger, 404), (as_("admin"), 404), (as_("worker"), 403)):
        assert client.get(f"{URL}{job.pk}/").status_code == code
        assert client.get(f"{URL}{job.pk}/review/").status_code == code
        assert client.post(f"{URL}{job.pk}/choose/", {"choice": "theirs"}).status_code == code
        assert client.post(f"{URL}{job.pk}/start/").status_code == code


def test_the_review_list_is_paged_in_a_fixed_number_of_statements(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    finish(client, upload(client, rosters.clean(15)))
    changed = rosters.families(15)
    for someone in changed:
        someone.values["就业"] = "在职"
    job = upload(client, rosters.book(someone.row() for someone in changed))
    url = f"{URL}{job.pk}/review/"
    page = client.get(url).content.decode()
    assert page.count('class="panel difference"') == 20
    assert "?after=20" in page
    few = count_queries(client, f"{url}?after=44")
    assert count_queries(client, url) == few


def test_export_page(home: Cast, as_: SignIn) -> None:
    url = "/desk/people/export/"
    operator = as_("operator")
    assert "原文" not in operator.get(url).content.decode().replace("原文导出后可以原样导回", "")
    assert operator.post(url, {"reason": ""}).status_code == 422
    answer = operator.post(url, {"reason": "核对", "unmasked": "on", "form": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "赵明明" not in text
    assert "赵*" in text
    assert "用途：核对" in text.splitlines()[0]
    secretary = as_("secretary")
    asked = {"reason": "核对", "unmasked": "on", "form": "csv"}
    assert secretary.post(url, asked).status_code == 302  # the password once more, first
    session = secretary.session
    fresh.mark(session)
    session.save()
    whole = b"".join(secretary.post(url, asked).streaming_content)
    assert "赵明明" in whole.decode()
