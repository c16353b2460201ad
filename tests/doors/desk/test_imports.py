"""The pages of an import; what it does with rows is tested in core."""

import io
import uuid

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult

from huijia.core.matters.models import Matter
from huijia.kernel.imports.models import ImportJob
from huijia.kernel.imports.work import work
from tests.cast import Cast, cast
from tests.doors.desk.conftest import SignIn, count_queries, signed_in

URL = "/desk/imports/"
LIST = "\n".join(
    ",".join(row)
    for row in (
        ("留言编号", "留言主题", "留言时间", "留言详情", "一级分类", "点赞数"),
        ("1", "路灯", "2020-05-01", "路灯不亮", "路灯", "3"),
        ("2", "塘", "哪天", "水塘发臭", "环境保护", "0"),
    )
)


def upload(client: Client, text: str = LIST, name: str = "留言.csv", **more: str) -> ImportJob:
    sent = {"uuid": str(uuid.uuid4()), "kind": "matters", "source": "import", **more}
    answer = client.post(URL, {**sent, "file": SimpleUploadedFile(name, text.encode())})
    assert answer.status_code == 302, answer.context["form"].errors
    return ImportJob.objects.everywhere().get(pk=int(answer["Location"].split("/")[-2]))


def test_from_file_to_matters(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    job = upload(client)
    url = f"{URL}{job.pk}/"
    assert DBTaskResult.objects.count() == 1
    assert "正在检查" in client.get(url).content.decode()
    assert "HX-Refresh" not in client.get(f"{url}progress/")
    work(job.pk)
    assert client.get(f"{url}progress/")["HX-Refresh"] == "true"
    page = client.get(url).content.decode()
    assert "导入 1 件" in page
    assert "看不懂这个日期" in page
    assert "点赞数" in page
    assert client.post(f"{url}start/").status_code == 302
    assert DBTaskResult.objects.count() == 2
    work(job.pk)
    assert Matter.objects.of(home.community).get().category == home.lamps
    assert "导入完成" in client.get(url).content.decode()
    assert "留言.csv" in client.get(URL).content.decode()


def test_what_was_left_out_comes_as_a_sheet(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    job = upload(client)
    work(job.pk)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{URL}{job.pk}/errors.xlsx").streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0] == ("行号", "列", "有什么问题", "留言编号", "留言主题", "留言时间", "留言详情", "一级分类", "点赞数")
    assert rows[1] == (
        3, "留言时间", "看不懂这个日期：“哪天”，请写成 2024-05-01。", "2", "塘", "哪天", "水塘发臭", "环境保护", "0"
    )


def test_columns_and_categories_are_changed_on_the_page(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    job = upload(client)
    work(job.pk)
    url = f"{URL}{job.pk}/columns/"
    sent = {"column_text": "留言主题", "column_received": "留言时间", "column_category": "一级分类", "word_0": ""}
    assert client.post(url, sent).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.mapping["columns"]["text"]) == ("checking", "留言主题")
    assert job.mapping["words"] == {"路灯": None}
    work(job.pk)
    wrong = client.post(url, {**sent, "column_received": ""})
    assert wrong.status_code == 422
    assert "请选择哪一列是“收到时间”" in wrong.content.decode()


def test_a_job_that_started_keeps_its_columns(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    job = upload(client)
    work(job.pk)
    client.post(f"{URL}{job.pk}/start/")
    sent = {"column_text": "留言主题", "column_received": "留言时间"}
    assert client.post(f"{URL}{job.pk}/columns/", sent).status_code == 409


def test_start_before_the_check_is_refused_and_twice_starts_once(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    job = upload(client)
    assert client.post(f"{URL}{job.pk}/start/").status_code == 409
    work(job.pk)
    for _time in range(2):
        assert client.post(f"{URL}{job.pk}/start/").status_code == 302
    assert DBTaskResult.objects.count() == 2


def test_a_broken_job_goes_on(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    job = upload(client)
    work(job.pk)
    ImportJob.objects.of(home.community).update(state="broken", problem="导入中断了")
    assert "接着导入" in client.get(f"{URL}{job.pk}/").content.decode()
    client.post(f"{URL}{job.pk}/start/")
    work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.added) == ("done", 1)


def test_sent_twice_is_one_job(home: Cast, as_: SignIn) -> None:
    client, key = as_("secretary"), str(uuid.uuid4())
    assert upload(client, uuid=key) == upload(client, uuid=key)
    assert ImportJob.objects.of(home.community).count() == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的。"),
        (b"\x89PNG\0\0", "这不是电子表格，请上传 .xlsx 或 .csv 文件。"),
        (b"PK\x03\x04x", "文件已损坏，请重新导出后再上传。"),
    ],
)
def test_files_that_are_no_tables(as_: SignIn, content: bytes, message: str) -> None:
    file = SimpleUploadedFile("a.xlsx", content)
    sent = {"uuid": str(uuid.uuid4()), "kind": "matters", "source": "import", "file": file}
    answer = as_("secretary").post(URL, sent)
    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_without_a_file(as_: SignIn) -> None:
    answer = as_("secretary").post(URL, {"uuid": str(uuid.uuid4()), "kind": "matters", "source": "import"})
    assert answer.status_code == 422
    assert "请选择表格文件" in answer.content.decode()


def test_admin_may_and_others_may_not(home: Cast, as_: SignIn) -> None:
    """The operator and the committee import the hotline's lists only: of matters they see no job."""
    job = upload(as_("admin"))
    for who in ("committee", "operator", "worker", "leader", "neighbour", "street", "auditor"):
        client = as_(who)
        calls = who in ("committee", "operator")
        assert client.get(URL).status_code == (200 if calls else 403)
        for part in ("", "progress/", "errors.xlsx"):
            assert client.get(f"{URL}{job.pk}/{part}").status_code == (404 if calls else 403)
        for part in ("columns/", "start/"):
            assert client.post(f"{URL}{job.pk}/{part}").status_code == (404 if calls else 403)


def test_another_community(home: Cast, as_: SignIn) -> None:
    job = upload(signed_in(cast("乙社区"), "secretary"))
    client = as_("secretary")
    for part in ("", "progress/", "errors.xlsx"):
        assert client.get(f"{URL}{job.pk}/{part}").status_code == 404
    for part in ("columns/", "start/"):
        assert client.post(f"{URL}{job.pk}/{part}").status_code == 404


def test_methods(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    job = upload(client)
    assert client.put(URL).status_code == 405
    assert client.post(f"{URL}{job.pk}/").status_code == 405
    assert client.get(f"{URL}{job.pk}/start/").status_code == 405
    assert client.get(f"{URL}{job.pk}/columns/").status_code == 405


def test_queries_do_not_grow(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    for number in range(3):
        upload(client, name=f"{number}.csv")
    client.get(URL)
    few = count_queries(client, URL)
    for number in range(25):
        upload(client, name=f"又{number}.csv")
    client.get(URL)
    assert count_queries(client, URL) == few == 6
