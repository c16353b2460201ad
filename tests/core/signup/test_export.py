"""The list of an occasion as a table: masked unless asked for whole, with a reason, and told in the ledger."""

from io import BytesIO

import pytest
from django.http import HttpResponse
from openpyxl import load_workbook

from huijia.core.signup.models import Occasion
from huijia.kernel.accounts import fresh
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast
from tests.core.signup.conftest import SignIn, planned, sign


@pytest.fixture
def occasion(home: Cast) -> Occasion:
    made = planned(home, capacity=8)
    sign(made, "赵明明", phone="13800001234", party=2, company=("赵小明",), note="坐轮椅")
    return made


def url(occasion: Occasion) -> str:
    return f"/desk/signup/{occasion.pk}/xlsx/"


def cells(answer: HttpResponse) -> list[object]:
    sheet = load_workbook(BytesIO(b"".join(answer))).active  # type: ignore[arg-type]
    row = next(row for row in sheet.iter_rows(values_only=True) if str(row[1]).startswith("赵"))
    return [row[1], row[3], row[4], row[7]]


def test_masked(occasion: Occasion, as_: SignIn) -> None:
    answer = as_("secretary").post(url(occasion), {"reason": "打印座位"})
    assert cells(answer) == ["赵*", "赵*", "*******1234", None]
    entry = Entry.objects.get(kind="signup.exported")
    assert (entry.data["rows"], entry.data["reason"]) == (1, "打印座位")


def test_whole_only_after_showing_the_password_again(occasion: Occasion, as_: SignIn) -> None:
    client = as_("secretary")
    sent = {"reason": "交给医院", "full": "on"}
    asked = client.post(url(occasion), sent)
    assert (asked.status_code, "/accounts/" in asked.headers["Location"]) == (302, True)
    assert not Entry.objects.filter(kind="signup.exported").exists()
    session = client.session
    fresh.mark(session)
    session.save()
    assert cells(client.post(url(occasion), sent)) == ["赵明明", "赵小明", "13800001234", "坐轮椅"]


def test_no_reason_no_list(occasion: Occasion, as_: SignIn) -> None:
    answer = as_("secretary").post(url(occasion), {"reason": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"reason": ["这个字段是必填项。"]}


def test_who_may(occasion: Occasion, as_: SignIn) -> None:
    assert [as_(who).get(url(occasion)).status_code for who in ("secretary", "worker")] == [200, 403]


def test_a_note_is_for_who_takes_attendance(home: Cast, occasion: Occasion, as_: SignIn) -> None:
    assert "坐轮椅" in as_("secretary").get(f"/desk/signup/{occasion.pk}/").content.decode()
