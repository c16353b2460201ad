"""我要反映: sending a concern from a plate and from the web."""

import time
import uuid
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huijia.core.matters.actions import secret_code
from huijia.core.matters.enums import Nature, Source, State
from huijia.core.matters.models import Matter
from huijia.kernel.communities import actions as communities
from huijia.kernel.files.models import Attachment, File
from huijia.kernel.ledger.models import Entry
from huijia.kernel.limits.models import Allowance
from huijia.kernel.notify.models import Outbox
from huijia.lib import crypto
from tests.cast import Cast, cast
from tests.doors.portal.conftest import matters, photo


def allow(home: Cast, key: str, number: int) -> None:
    communities.set_option(home.community, key, number, by=home.access("secretary"))


def test_form_is_small_and_knows_the_place(client, home: Cast):
    answer = client.get(f"/d/{home.plate.token}/report/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert len(answer.content) < 12_000
    assert "傅家组12号" in page and 'name="place"' not in page
    assert page.count('name="nature"') == 5
    assert 'data-photos="6"' in page and "data-speak" in page and "data-draft=" in page
    assert "路灯" in page  # a root category


def test_sent_from_a_door(send, home: Cast, client):
    answer = send(phone="138 0000 1234", name="赵大爷", nature="complaint", category=str(home.lamps.pk))
    assert (answer.status_code, answer["Location"]) == (303, "/receipt/")
    [matter] = matters()
    assert (matter.source, matter.nature, matter.state) == (Source.DOOR, Nature.COMPLAINT, State.COLLECTED)
    assert (matter.text, matter.title) == ("村口路灯三天不亮了", "村口路灯三天不亮了")
    assert (matter.plate, matter.dwelling, matter.grid, matter.group) == (
        home.plate, home.dwelling, home.grid, home.group,
    )
    assert (matter.place_name, matter.category, matter.reporter_name) == ("傅家组12号", home.lamps, "赵大爷")
    assert (crypto.open_sealed(matter.phone_sealed), matter.phone_tail) == ("13800001234", "1234")
    entry = Entry.objects.get(kind="matters.registered")
    assert (entry.actor_kind, entry.actor_label) == ("reporter", "居民")
    assert Outbox.objects.count() == 1


def test_receipt_shows_number_and_code_once_sent(send, client, home: Cast):
    answer = send()
    cookie = answer.cookies["receipt"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/receipt/")
    assert cookie["max-age"] == 3600
    page = client.get("/receipt/")
    [matter] = matters()
    code = secret_code(matter.uuid)
    assert matter.ticket in page.content.decode()
    assert f"<span>{code[:4]}</span><span>{code[4:]}</span>" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert code not in cookie.value and matter.ticket not in answer["Location"]


@pytest.mark.parametrize("phone", ["", "13800001234"])
def test_receipt_asks_to_keep_the_number_where_no_phone_helps_to_find_it(send, client, home: Cast, phone: str):
    send(phone=phone)
    page = client.get("/receipt/").content.decode()
    assert ("请一定记下编号和查询码" in page) is not bool(phone)
    assert ("弄丢了编号也不要紧" in page) is bool(phone)


def test_words_of_danger_bring_the_numbers_to_call_first(send, client, home: Cast):
    blank = client.get(f"/d/{home.plate.token}/report/").content.decode()
    assert 'id="emergency" class="sounds-danger" role="alert" hidden>' in blank
    assert "data-emergency-words=\"[&quot;着火&quot;, " in blank
    wrong = send(text="厨房着火了", phone="12").content.decode()
    assert 'id="emergency" class="sounds-danger" role="alert">' in wrong
    assert send(text="厨房着火了").status_code == 303
    page = client.get("/receipt/").content.decode()
    assert "听起来有危险：请马上打这些电话，不要等我们。" in page
    assert all(f'href="tel:{number}"' in page for number in ("110", "119", "120", "12119"))


def test_a_quiet_receipt_names_no_danger(send, client, home: Cast):
    send()
    assert "听起来有危险" not in client.get("/receipt/").content.decode()


def test_receipt_without_cookie_or_with_a_forged_one(client, home: Cast, send):
    assert "这里没有回执了" in client.get("/receipt/").content.decode()
    client.cookies["receipt"] = f"{uuid.uuid4().hex}:forged:signature"
    assert "这里没有回执了" in client.get("/receipt/").content.decode()


def test_receipt_is_gone_after_an_hour(send, client, home: Cast):
    send()
    with mock.patch("django.core.signing.time.time", return_value=time.time() + 3601):
        assert "这里没有回执了" in client.get("/receipt/").content.decode()


def test_sent_twice_gives_the_same_receipt(send, home: Cast):
    same = str(uuid.uuid4())
    first, second = send(uuid=same), send(uuid=same)
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(matters()) == 1


def test_same_page_with_other_words_is_a_conflict_that_can_be_sent_anew(send, home: Cast):
    same = str(uuid.uuid4())
    send(uuid=same)
    answer = send(uuid=same, text="垃圾没人收")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "垃圾没人收" in page and same not in page
    assert len(matters()) == 1
    assert send(text="垃圾没人收").status_code == 303


@pytest.mark.parametrize("text", ["", "   \n "])
def test_empty_text_is_asked_for_and_all_else_kept(send, home: Cast, text: str):
    answer = send(text=text, phone="13800001234", name="赵大爷")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请写下要反映的事" in page and "赵大爷" in page and "13800001234" in page
    assert matters() == [] and not Allowance.objects.exists()


def test_too_long_text_says_how_long_it_is(send, home: Cast):
    answer = send(text="灯" * 10_001)
    assert answer.status_code == 422
    assert "10001" in answer.content.decode() and "灯" * 10_001 in answer.content.decode()
    assert send(text="灯" * 10_000).status_code == 303


def test_two_megabytes_of_text_are_turned_away_kindly(send, home: Cast):
    answer = send(text="灯" * 1_000_000)
    assert answer.status_code == 413
    assert "0511-12345678" in answer.content.decode()


def test_a_body_beyond_any_report_is_not_even_read(client, home: Cast):
    answer = client.generic(
        "POST", f"/d/{home.plate.token}/report/", b"x", "multipart/form-data; boundary=b", CONTENT_LENGTH="200000000"
    )
    assert answer.status_code == 413


def test_emoji_and_old_letters_stay(send, home: Cast):
    send(text="路灯坏了😭👨‍👩‍👧,𠮷家门口")
    assert matters()[0].text == "路灯坏了😭👨‍👩‍👧,𠮷家门口"


def test_control_characters_do_no_harm(send, home: Cast):
    assert send(text="灯\x00坏\x07了", name="甲\x00", phone="").status_code == 303


def test_wrong_phone_is_said_beside_it(send, home: Cast):
    answer = send(phone="12")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="phone-error"' in page and "村口路灯三天不亮了" in page


def test_nonsense_in_hidden_fields_falls_back(send, home: Cast):
    assert send(uuid="no uuid", nature="riot", category="9" * 40).status_code == 303
    assert (matters()[0].nature, matters()[0].category) == (Nature.HELP, None)


def test_category_of_another_community_is_not_taken(send, home: Cast):
    other = cast("乙社区")
    send(category=str(other.lamps.pk))
    assert matters()[0].category is None


def test_photos_are_kept_without_where_they_were_taken(send, home: Cast):
    assert send(photos=[photo("一.jpg"), photo("二.jpg")]).status_code == 303
    rows = Attachment.objects.everywhere().filter(purpose="matters.registered")
    assert {row.subject_id for row in rows} == {matters()[0].pk}
    assert rows.count() >= 1  # the same picture twice is one content


def test_a_photo_that_is_none(send, home: Cast):
    fake = SimpleUploadedFile("合同.jpg", b"no picture at all", "image/jpeg")
    answer = send(photos=[fake], phone="13800001234")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "「合同.jpg」没有收下" in page and "照片和录音要重新选一次" in page and "村口路灯三天不亮了" in page
    assert matters() == []


def test_a_photo_of_twenty_megabytes(send, home: Cast):
    big = SimpleUploadedFile("大.jpg", b"\xff\xd8" + b"0" * (20 * 1024 * 1024), "image/jpeg")
    answer = send(photos=[big])
    assert answer.status_code == 422
    assert "20.0 MB" in answer.content.decode() and "村口路灯三天不亮了" in answer.content.decode()
    assert matters() == []


def test_seven_photos_are_too_many(send, home: Cast):
    answer = send(photos=[photo(f"{n}.jpg") for n in range(7)])
    assert answer.status_code == 422
    assert "最多 6 张" in answer.content.decode()
    assert not File.objects.everywhere().exists()


def test_spoken_only(send, home: Cast):
    voice = SimpleUploadedFile("voice.webm", b"\x1aE\xdf\xa3" + b"\x00" * 40 + b"webm" + b"0" * 400, "audio/webm")
    assert send(text="", audio=voice).status_code == 303
    [matter] = matters()
    assert matter.text == "(语音)"
    assert Attachment.objects.of(home.community).get().file.kind == "audio"


def test_a_recording_that_is_none(send, home: Cast):
    answer = send(text="", audio=SimpleUploadedFile("voice.webm", b"<html>", "audio/webm"))
    assert answer.status_code == 422
    assert 'id="audio-error"' in answer.content.decode()


def test_door_is_limited_by_the_hour(send, home: Cast):
    allow(home, "door_reports_per_hour", 2)
    assert [send().status_code for _n in range(3)] == [303, 303, 429]
    answer = send(text="还有一件", phone="13800001234")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "0511-12345678" in page and "还有一件" in page and "13800001234" in page
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert len(matters()) == 2


def test_refused_tries_are_counted_too(send, home: Cast):
    allow(home, "door_reports_per_hour", 1)
    for _n in range(3):
        send()
    assert list(Allowance.objects.values_list("used", flat=True)) == [3]


def test_phone_is_limited_by_the_day_however_it_is_written(send, home: Cast):
    allow(home, "phone_reports_per_day", 1)
    assert send(phone="13800001234").status_code == 303
    assert send(phone="138-0000-1234").status_code == 429
    assert send(phone="13900001234").status_code == 303


def test_doors_do_not_share_a_limit(send, home: Cast, client):
    allow(home, "door_reports_per_hour", 1)
    other = cast("乙社区")
    assert send().status_code == 303
    assert send(f"/d/{other.plate.token}/report/").status_code == 303


def test_photos_are_not_looked_at_when_blocked(send, home: Cast):
    allow(home, "door_reports_per_hour", 1)
    send()
    with mock.patch("huijia.kernel.files.actions.keep_photo") as keep:
        assert send(photos=[photo()]).status_code == 429
    keep.assert_not_called()


def test_a_retry_is_never_turned_away(send, home: Cast):
    allow(home, "door_reports_per_hour", 1)
    same = str(uuid.uuid4())
    assert send(uuid=same).status_code == 303
    assert send().status_code == 429
    assert send(uuid=same).status_code == 303
    assert len(matters()) == 1


def test_online_without_a_door(client, home: Cast, send):
    assert 'name="place"' in client.get("/report/").content.decode()
    assert send("/report/", place="村口东边").status_code == 303
    [matter] = matters()
    assert (matter.source, matter.place_name, matter.plate) == (Source.ONLINE, "村口东边", None)


def test_online_is_limited_by_address(send, home: Cast, client):
    with mock.patch("huijia.doors.portal.allowances.ONLINE_PER_HOUR", 1):
        assert [send("/report/").status_code for _n in range(2)] == [303, 429]
        form = {"text": "灯坏了", "nature": "help"}
        assert client.post("/report/", form, REMOTE_ADDR="10.0.0.9").status_code == 303


def test_online_goes_to_the_community_of_its_address(send, home: Cast):
    other = cast("乙社区")
    send(f"/report/?c={other.community.slug}")
    assert matters()[0].community == other.community


def test_expired_page_keeps_what_was_typed_and_can_be_sent_again(home: Cast):
    strict = Client(enforce_csrf_checks=True)
    path = f"/d/{home.plate.token}/report/"
    form = {"uuid": str(uuid.uuid4()), "text": "村口路灯三天不亮了", "nature": "help", "phone": "13800001234"}
    answer = strict.post(path, form)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "村口路灯三天不亮了" in page and "13800001234" in page and form["uuid"] in page
    assert matters() == [] and not Allowance.objects.exists()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert strict.post(path, {**form, "csrfmiddlewaretoken": token}).status_code == 303


def test_what_was_typed_is_never_markup(send, home: Cast):
    answer = send(text='<script>alert(1)</script>"', phone="x")
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


def test_nothing_is_left_when_the_write_fails(send, home: Cast, client):
    client.raise_request_exception = False
    with mock.patch("huijia.core.matters.notices.tell_role", side_effect=RuntimeError):
        assert send().status_code == 500
    assert not Matter.objects.everywhere().exists()
    assert not Allowance.objects.exists() and not Entry.objects.filter(kind="matters.registered").exists()
