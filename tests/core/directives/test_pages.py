"""The street's pages and the community's page of 街道交办."""

import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huijia.core.directives.models import Directive, DirectiveCopy
from huijia.core.matters import actions as matters
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast
from tests.doors.desk.conftest import count_queries, signed_in

URL = "/desk/directives/"
NOW = MONDAY + timedelta(hours=2)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db: None, settings: object, tmp_path: object) -> Cast:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined, operator]
    return cast()


def form(home: Cast, **more: object) -> dict[str, object]:
    return {
        "uuid": str(uuid4()), "title": "报独居老人数", "text": "请报数", "wants": "number", "unit": "人",
        "due_at": "2026-04-20T17:00", "communities": [home.community.pk], **more,
    }


def handed(home: Cast, street: Client, **more: object) -> Directive:
    answer = street.post(f"{URL}street/handed/new/", form(home, **more))
    assert answer.status_code == 302, answer.context["form"].errors
    return Directive.objects.order_by("-pk")[0]


def test_two_communities_without_choosing_one(home: Cast) -> None:
    other = cast("乙社区")
    street = signed_in(home, "street")
    assert street.get("/desk/")["Location"] == f"{URL}street/"
    directive = handed(home, street, communities=[home.community.pk, other.community.pk])
    for one, number in ((home, "12"), (other, "30.5")):
        secretary = signed_in(one, "secretary")
        copy = DirectiveCopy.objects.of(one.community).get()
        assert secretary.post(f"{URL}{copy.pk}/receive/").status_code == 302
        wrong = secretary.post(f"{URL}{copy.pk}/answer/", {"text": "见数字"})
        assert wrong.status_code == 422
        assert wrong.context["answer"].errors == {"number": ["请填数字"]}
        assert secretary.post(f"{URL}{copy.pk}/answer/", {"number": number}).status_code == 302
        assert secretary.post(f"{URL}{copy.pk}/answer/", {"number": number}).status_code == 409
    page = street.get(f"{URL}street/handed/{directive.pk}/").content.decode()
    assert "2 / 2 个社区已答复" in page
    assert "合计 42.50 人" in page
    table = street.get(f"{URL}street/handed/{directive.pk}/answers.xlsx")
    assert zipfile.ZipFile(BytesIO(table.content)).testzip() is None


def test_files_come_and_go(home: Cast) -> None:
    street, secretary = signed_in(home, "street"), signed_in(home, "secretary")
    paper = SimpleUploadedFile("表.pdf", b"%PDF-1.4 empty")
    directive = handed(home, street, wants="file", papers=[paper])
    copy = DirectiveCopy.objects.of(home.community).get()
    page = secretary.get(f"{URL}{copy.pk}/")
    [sent] = page.context["papers"]
    assert secretary.get(sent.url).status_code == 200
    assert street.get(sent.url).status_code == 200
    assert signed_in(cast("乙社区"), "secretary").get(sent.url).status_code == 404
    assert signed_in(home, "operator").get(sent.url).status_code == 404
    secretary.post(f"{URL}{copy.pk}/receive/")
    bad = SimpleUploadedFile("x.exe", b"MZ program")
    assert secretary.post(f"{URL}{copy.pk}/answer/", {"papers": [bad]}).status_code == 422
    filled = SimpleUploadedFile("填好.csv", "户数\n12\n".encode())
    assert secretary.post(f"{URL}{copy.pk}/answer/", {"papers": [filled]}).status_code == 302
    archive = zipfile.ZipFile(BytesIO(street.get(f"{URL}street/handed/{directive.pk}/answers.zip").content))
    assert archive.namelist() == ["甲社区-1-填好.csv"]


def test_decide_remind_withdraw(home: Cast) -> None:
    street, secretary = signed_in(home, "street"), signed_in(home, "secretary")
    directive = handed(home, street)
    copy = DirectiveCopy.objects.of(home.community).get()
    page = f"{URL}street/handed/{directive.pk}/"
    assert street.post(f"{page}remind/").status_code == 302
    secretary.post(f"{URL}{copy.pk}/receive/")
    secretary.post(f"{URL}{copy.pk}/answer/", {"number": "3"})
    assert street.post(f"{URL}street/copy/{copy.pk}/decide/", {"act": "send_back", "reason": ""}).status_code == 422
    assert street.post(f"{URL}street/copy/{copy.pk}/decide/", {"act": "accept"}).status_code == 302
    assert street.post(f"{URL}street/copy/{copy.pk}/decide/", {"act": "accept"}).status_code == 409
    assert street.post(f"{page}end/", {"stage": "withdrawn", "reason": ""}).status_code == 422
    assert street.post(f"{page}end/", {"stage": "closed"}).status_code == 302
    assert street.post(f"{page}end/", {"stage": "closed"}).status_code == 409


def test_what_was_sent_up(home: Cast) -> None:
    matter = home.handled_matter("赵明明家门口积水", phone="13800001234")
    matters.escalate(matter, reason="跨社区", by=home.access("secretary"), at=MONDAY)
    street = signed_in(home, "street")
    url = f"{URL}street/escalated/{matter.ticket}/"
    page = street.get(url).content.decode()
    assert "赵*家门口积水" in page
    assert "赵明明" not in page and "1234" not in page
    assert street.get(f"/desk/matter/{matter.ticket}/").status_code == 403
    assert street.post(url, {"act": "take"}).status_code == 302
    assert street.post(url, {"act": "take"}).status_code == 409
    assert [row.matter for row in street.get(f"{URL}street/escalated/", {"taken": "me"}).context["rows"]] == [matter]
    assert street.post(url, {"act": "return", "result": ""}).status_code == 422
    assert street.post(url, {"act": "return", "result": "请先清沟"}).status_code == 302
    matter.refresh_from_db()
    assert matter.state == "handling"
    assert street.get(url).status_code == 404


def test_statements_do_not_grow_with_communities(home: Cast) -> None:
    street = signed_in(home, "street")
    cast("乙社区")
    directive = handed(home, street)
    pages = ("street/", "street/escalated/", "street/handed/", f"street/handed/{directive.pk}/")
    for page in pages:
        street.get(f"{URL}{page}")
    few = [count_queries(street, f"{URL}{page}") for page in pages]
    for number in range(10):
        one = Community.objects.create(
            street=home.community.street, name=f"小{number}社区", slug=f"small{number}", code12=f"3211009{number:05d}"
        )
        DirectiveCopy.objects.create(community=one, directive=directive)
    assert [count_queries(street, f"{URL}{page}") for page in pages] == few




def test_a_long_list_of_what_was_sent_up_goes_on(home: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huijia.core.directives.views.raised.SIZE", 2)
    matters_sent = []
    for number in range(5):
        matter = home.handled_matter(f"第{number}件")
        at = MONDAY + timedelta(minutes=number // 2)
        matters.escalate(matter, reason="跨社区", by=home.access("secretary"), at=at)
        matters_sent.append(matter)
    street = signed_in(home, "street")
    seen, before = [], ""
    while before is not None:
        context = street.get(f"{URL}street/escalated/", {"before": before} if before else {}).context
        seen += [row.matter for row in context["rows"]]
        before = context["next"]
    assert seen == matters_sent
    street.post(f"{URL}street/escalated/{matters_sent[3].ticket}/", {"act": "take"})
    rows = street.get(f"{URL}street/escalated/", {"taken": "me"}).context["rows"]
    assert [row.matter for row in rows] == [matters_sent[3]]
