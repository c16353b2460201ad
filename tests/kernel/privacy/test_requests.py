"""Requests about one's own data: the working days, who it is, everything in one file, an answer that is given once."""

import io
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest

from huijia.core.people.findable import refresh
from huijia.kernel.accounts import due
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.privacy import actions
from huijia.kernel.privacy.enums import Ask, Channel
from huijia.kernel.privacy.models import Request
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast
from tests.kernel.privacy.conftest import browser

URL = "/desk/privacy/"


def asked(home: Cast, **more) -> Request:
    draft = actions.Draft(kind=Ask.COPY, name="赵明明", channel=Channel.PHONE, phone="13800001234", **more)
    return actions.ask(draft, by=home.access("secretary"), at=MONDAY)


def test_fifteen_working_days(home: Cast) -> None:
    row = asked(home)
    # From Monday 13 April: 13 days to the end of the month, then the holiday of 1 to 5 May, then two more.
    assert clock.local(row.due_at).date().isoformat() == "2026-05-07"
    assert "13800001234" not in row.phone_sealed


def test_the_same_form_twice_is_one_request(home: Cast) -> None:
    uuid = uuid4()
    assert asked(home, uuid=uuid) == asked(home, uuid=uuid)
    assert Entry.objects.filter(kind="privacy.asked").count() == 1


@pytest.mark.parametrize(
    ("kind", "name", "phone", "text", "field"),
    [
        (Ask.COPY, " ", "", "", "name"), (Ask.CORRECT, "赵明明", "", "", "text"),
        (Ask.DELETE, "赵明明", "", "", "text"),
        (Ask.COPY, "赵明明", "12", "", "phone"),
    ],
)
def test_what_is_missing(home: Cast, kind: Ask, name: str, phone: str, text: str, field: str) -> None:
    draft = actions.Draft(kind=kind, name=name, channel=Channel.PAPER, phone=phone, text=text)
    with pytest.raises(Refusal) as refused:
        actions.ask(draft, by=home.access("secretary"))
    assert refused.value.field == field


def test_it_waits_on_the_first_page(home: Cast) -> None:
    asked(home)
    sections = due.sections_for(home.access("secretary"), MONDAY)
    rows = [row for section in sections if str(section.label) == "个人信息申请" for row in section.rows]
    assert [row.title for row in rows] == ["复制个人信息：赵*"]
    assert all(str(s.label) != "个人信息申请" for s in due.sections_for(home.access("operator"), MONDAY))


def test_tied_exported_answered(home: Cast) -> None:
    home.handled_matter(phone="13800001234")
    refresh(home.community, persons=[home.resident.pk])
    row, client = asked(home), browser(home, "secretary")
    page = f"{URL}{row.pk}/"
    assert client.post(f"{page}export/").status_code == 302
    assert "赵明明" in client.get(f"{page}?q=赵明").content.decode()
    client.post(f"{page}tie/", {"subject": f"person:{home.resident.pk}"})
    answer = client.post(f"{page}export/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames[:3] == ["居民登记", "家庭和住处", "反映过的事"]
    cells = [cell.value for line in book["居民登记"].iter_rows() for cell in line]
    assert {"赵明明", "13800001234"} <= {*cells}
    assert Entry.objects.get(kind="privacy.exported").data["rows"] == 3
    assert client.post(f"{page}answer/", {"text": ""}).status_code == 422
    assert client.post(f"{page}answer/", {"text": "已当面交给本人"}).status_code == 302
    again = client.post(f"{page}answer/", {"text": "又一次"})
    assert (again.status_code, "已经答复过" in again.content.decode()) == (409, True)
    row.refresh_from_db()
    assert (row.state, row.answer) == ("answered", "已当面交给本人")


def test_the_export_asks_once_more_who_it_is(home: Cast) -> None:
    row = asked(home)
    actions.tie(row, subject=("person", home.resident.pk), by=home.access("secretary"))
    answer = browser(home, "secretary", is_fresh=False).post(f"{URL}{row.pk}/export/")
    assert answer.headers["Location"].startswith("/accounts/confirm/")
    assert not Entry.objects.filter(kind="privacy.exported").exists()


def test_nobody_of_another_community_can_be_tied(home: Cast) -> None:
    other = cast("乙社区")
    row = asked(home)
    browser(home, "secretary").post(f"{URL}{row.pk}/tie/", {"subject": f"person:{other.resident.pk}"})
    row.refresh_from_db()
    assert row.subject_id is None


def test_refused_with_a_reason(home: Cast) -> None:
    row = asked(home)
    assert browser(home, "secretary").post(f"{URL}{row.pk}/refuse/", {"text": "核实不了是本人"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "refused"


def test_late_is_said(home: Cast) -> None:
    with clock.frozen(MONDAY):
        asked(home)
    with clock.frozen(MONDAY + timedelta(days=40)):
        assert "超期" in browser(home, "secretary").get(URL).content.decode()


@pytest.mark.parametrize("subject", [("nobody", 1), ("person", 0), ("person", 2**40)])
def test_only_somebody_who_is_known_can_be_tied(home: Cast, subject: tuple[str, int]) -> None:
    row = asked(home)
    with pytest.raises(Refusal):
        actions.tie(row, subject=subject, by=home.access("secretary"))
    row.refresh_from_db()
    assert row.subject_id is None
