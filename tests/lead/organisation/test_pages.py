"""The pages of the party roster, and that nobody else learns from any page who is a member."""

import io
import uuid
from datetime import date

import openpyxl
from django.urls import reverse

from huijia.core.people import panels
from huijia.kernel.communities import actions as communities
from huijia.kernel.ledger.models import Entry
from huijia.lead.organisation import actions
from huijia.lead.organisation.facts import Place
from huijia.lead.organisation.models import PartyMember
from tests.cast import Cast
from tests.doors.desk.conftest import SignIn, count_queries

URL = "/desk/party/"


def member(home: Cast, name: str = "赵明明", phone: str = "13800001234") -> PartyMember:
    return actions.add_member(
        {"name": name, "phone": phone}, place=Place("第一党支部", kind="registered"), on=date(2020, 1, 1),
        by=home.access("secretary"),
    )


def test_an_empty_roster_says_how_to_begin(home: Cast, as_: SignIn) -> None:
    page = as_("secretary").get(URL).content.decode()
    assert "名册还是空的" in page
    assert "/desk/imports/?kind=party" in page


def test_add_see_correct_move_leave_and_back(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    sent = {"uuid": str(uuid.uuid4()), "name": "钱净水", "phone": "13800005555", "branch": "第一党支部",
            "kind": "employed", "on": "2026-01-05"}
    answer = client.post(f"{URL}add/", sent)
    assert answer.status_code == 302
    url = answer["Location"]
    assert client.post(f"{URL}add/", sent)["Location"] == url
    page = client.get(url).content.decode()
    assert "*******5555" in page
    assert "13800005555" not in page
    assert client.post(f"{url}correct/", {"name": "钱净水", "education": "本科"}).status_code == 302
    moved = {"branch": "第二党支部", "kind": "registered", "on": "2026-02-01"}
    assert client.post(f"{url}move/", moved).status_code == 302
    assert "第一党支部" in client.get(url).content.decode()
    assert client.post(f"{url}leave/", {"on": "2026-03-01", "reason": "转出"}).status_code == 302
    assert "钱净水" not in client.get(URL).content.decode()
    assert "钱净水" in client.get(f"{URL}?left=1").content.decode()
    assert client.post(f"{url}back/", {"on": "2026-03-01"}).status_code == 302
    assert "钱净水" in client.get(f"{URL}?q=钱").content.decode()
    found = PartyMember.objects.of(home.community).get()
    assert (found.education, found.phone_tail, found.left_on) == ("本科", "5555", None)


def test_refused_forms_keep_what_was_typed(home: Cast, as_: SignIn) -> None:
    client, url = as_("secretary"), f"{URL}{member(home).pk}/"
    answer = client.post(f"{url}move/", {"branch": "第三党支部", "on": "2019-01-01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "早于上一次变动的日期，请核对" in page
    assert "第三党支部" in page


def test_the_phone_is_shown_once_and_logged(home: Cast, as_: SignIn) -> None:
    client, url = as_("secretary"), f"{URL}{member(home).pk}/"
    assert client.post(f"{url}phone/", {"reason": ""}).status_code == 422
    assert "13800001234" in client.post(f"{url}phone/", {"reason": "通知开会"}).content.decode()
    assert Entry.objects.get(kind="party.phone_revealed").data == {"reason": "通知开会"}


def test_the_file_has_its_mark_and_one_entry(home: Cast, as_: SignIn) -> None:
    member(home)
    answer = as_("secretary").post(f"{URL}export/", {"reason": "存档", "unmasked": "on"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert "用途：存档" in str(sheet["A1"].value)
    assert (sheet["B3"].value, sheet["L3"].value) == ("赵明明", "13800001234")
    assert Entry.objects.get(kind="party.exported_whole").data == {"rows": 1, "reason": "存档"}


def test_a_resident_is_shown_as_a_member_to_the_secretary_only(home: Cast) -> None:
    member(home)
    titles = {
        who: [str(shown.title) for shown in panels.of(home.resident, home.access(who))]
        for who in ("secretary", "committee", "operator")
    }
    assert "党员" in titles["secretary"]
    assert "党员" not in titles["committee"] + titles["operator"]


def test_off_is_off(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    assert reverse("organisation:members") in client.get("/desk/options/").content.decode()
    communities.set_option(home.community, "modules_off", ["organisation"], by=home.access("secretary"))
    assert client.get(URL).status_code == 404
    assert reverse("organisation:members") not in client.get("/desk/options/").content.decode()


def test_statements_do_not_grow(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    for number in range(3):
        member(home, f"党员{number}", f"138000011{number:02d}")
    client.get(URL)
    few = count_queries(client, URL)
    for number in range(40):
        member(home, f"又{number}", f"138000022{number:02d}")
    assert count_queries(client, URL) == few
