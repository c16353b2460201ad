"""12345 转办: own number and limits, signed for, returned, replied to."""

import io
import zipfile
from datetime import timedelta

import pytest
from docx import Document

from huijia.core.matters import actions as matters
from huijia.core.matters.enums import Source
from huijia.core.matters.models import Matter, Transfer
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from huijia.serve.hotline import actions, letters
from tests.cast import Cast, cast
from tests.serve.hotline.conftest import NOW, SignIn, count_queries, signed_in

URL = "/desk/hotline/12345/"


def sent(home: Cast, number: str = "ZJ001", **more: object) -> Matter:
    given: dict[str, object] = {
        "external_number": number, "sign_due": NOW + timedelta(hours=2), "external_due": NOW + timedelta(days=1),
        "sent_at": NOW - timedelta(hours=1), "phone": "13800001234",
    }
    text = "小区门口乱停车，请来电人13800001234"
    return home.raise_matter(text, source=Source.CITY_12345, at=NOW, **{**given, **more})


def ended(home: Cast) -> Matter:
    matter = sent(home)
    matters.accept(matter, category=home.lamps, by=home.access("operator"), at=NOW)
    matters.assign(matter, to=home.posts["committee"], by=home.access("secretary"), at=NOW)
    matters.take(matter, by=home.access("committee"), at=NOW)
    matters.report_result(matter, result="划了线，设了牌", by=home.access("committee"), at=NOW)
    matters.check_pass(matter, by=home.access("secretary"), at=NOW)
    matters.answer(matter, text="已处理", by=home.access("operator"), at=NOW)
    return matter


def test_entered_by_form_once_however_often_it_is_sent(home: Cast, as_: SignIn):
    client = as_("operator")
    form = client.get(f"{URL}add/").context["form"]
    typed = {
        "uuid": str(form["uuid"].value()), "external_number": "ZJ001", "sent_at": "2026-04-13T10:00", "sign_due": "",
        "external_due": "2026-04-15T17:30", "text": "门口乱停车", "phone": "13800001234",
    }
    for _press in range(2):
        assert client.post(f"{URL}add/", typed).status_code == 302
    matter = Matter.objects.of(home.community).get()
    assert (matter.source, matter.external_number) == ("12345", "ZJ001")
    # four hours to sign for it, as agreed here
    assert matter.sign_due == NOW.replace(hour=14)
    assert matter.received_at == NOW.replace(hour=10)
    assert matter.transfer.text == "门口乱停车"
    again = client.post(f"{URL}add/", {**typed, "uuid": "5a1f0a53-6b6e-4b4e-9d3f-0f3b8a1c2d3e"})
    assert again.status_code == 422
    assert again.context["form"].errors["external_number"] == [f"这个编号已经登记：#{matter.ticket}"]


def test_the_stricter_limit_counts_and_both_are_shown(home: Cast, as_: SignIn):
    strict, loose = sent(home), sent(home, "ZJ002", external_due=NOW + timedelta(days=90))
    assert strict.due_at == NOW + timedelta(days=1)
    assert loose.due_at < loose.external_due
    page = as_("operator").get(f"{URL}{loose.ticket}/").content.decode()
    assert "平台答复时限" in page and "本社区截止" in page
    assert "13800001234" not in page


def test_signing_stops_its_clock(home: Cast, as_: SignIn):
    matter = sent(home)
    assert matter.next_due == NOW + timedelta(hours=2)
    client = as_("operator")
    assert "待签收 <b>1</b>" in client.get(URL).content.decode()
    sent_form = {"version": "1", "next": URL}
    client.post(f"/desk/matter/{matter.ticket}/sign/", sent_form)
    matter.refresh_from_db()
    assert (matter.signed_at, matter.state) == (NOW, "collected")
    assert matter.next_due == NOW + timedelta(days=1)
    with pytest.raises(Refusal):
        matters.sign(matter, by=home.access("operator"), at=NOW)


def test_accepting_signs_too(home: Cast):
    matter = sent(home)
    matters.accept(matter, category=home.lamps, by=home.access("operator"), at=NOW)
    assert matter.signed_at == NOW


def test_not_ours_goes_back_within_the_limit_to_sign(home: Cast):
    matter, late = sent(home), sent(home, "ZJ002")
    by = home.access("operator")
    matters.hand_back(matter, reason="属城管", by=by, at=NOW + timedelta(hours=1))
    transfer = Transfer.objects.of(home.community).get(matter=matter)
    assert (matter.state, transfer.return_reason) == ("refused", "属城管")
    with pytest.raises(Refusal) as refused:
        matters.hand_back(late, reason="属城管", by=by, at=NOW + timedelta(hours=3))
    assert refused.value.code == "late"
    late.refresh_from_db()
    assert late.state == "collected"
    with pytest.raises(Refusal):
        matters.hand_back(home.raise_matter(at=NOW), reason="不归我们", by=by, at=NOW)


def test_what_is_late_is_said(home: Cast):
    sent(home)
    with clock.frozen(NOW + timedelta(hours=3)):
        page = signed_in(home, "operator").get(URL).content.decode()
        assert "签收超时" in page and "1 件过了平台的时限" in page
        assert "12345 转办" in signed_in(home, "operator").get("/desk/hotline/").content.decode()


def test_the_reply_is_kept_printed_and_noted_as_sent(home: Cast, as_: SignIn):
    matter = ended(home)
    client = as_("operator")
    assert "待回复平台 <b>1</b>" in client.get(URL).content.decode()
    page = client.get(f"{URL}{matter.ticket}/")
    assert page.context["form"]["reply"].value() == "划了线，设了牌"
    version = str(matter.version)
    client.post(f"{URL}{matter.ticket}/", {"version": version, "reply": "到现场划线、设牌", "do": "keep"})
    paper = client.get(f"{URL}{matter.ticket}/print/").content.decode()
    assert "到现场划线、设牌" in paper and "ZJ001" in paper and "未问到" in paper
    done = {"version": version, "reply": "到现场划线、设牌", "do": "sent"}
    assert client.post(f"{URL}{matter.ticket}/", done).status_code == 302
    assert client.post(f"{URL}{matter.ticket}/", done).status_code == 409
    transfer = Transfer.objects.of(home.community).get(matter=matter)
    assert (transfer.replied_at, transfer.replied_label) == (NOW, "王接线")
    assert Entry.objects.filter(kind="matters.reply_out").count() == 1


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_the_word_file_says_the_same(home: Cast, as_: SignIn):
    matter = ended(home)
    matters.grade(
        matter, is_solved=True, satisfaction="satisfied", by=home.access("second"), channel="phone", at=NOW
    )
    answer = as_("operator").get(f"{URL}{matter.ticket}/reply.docx")
    text = words_of(b"".join(answer.streaming_content))
    for word in ("甲社区", "ZJ001", "划了线，设了牌", "已处理", "满意", "吴卫民(两委成员)", "(盖章)"):
        assert word in text
    assert "2026-04-14 11:00" in text
    assert "13800001234" not in text and "{{" not in text


def word_file(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def placed(client, content: bytes, name: str = "我们的.docx"):
    file = io.BytesIO(content)
    file.name = name
    return client.post(f"{URL}template/", {"file": file})


def test_the_office_uses_its_own_form_and_goes_back(home: Cast, as_: SignIn):
    matter, client = ended(home), as_("secretary")
    assert placed(client, word_file("回复：{{ number }} {{ handling }}")).status_code == 302
    answer = client.get(f"{URL}{matter.ticket}/reply.docx")
    assert words_of(b"".join(answer.streaming_content)) == "回复：ZJ001 划了线，设了牌"
    client.post(f"{URL}template/drop/")
    assert actions.current_template(home.community.pk) is None


@pytest.mark.parametrize("content", [
    b"no word file", word_file("没有占位符"), word_file("{{ secret_key }} {{ number }}"), word_file("{{ number"),
    word_file("{{ number.__class__.__mro__ }}"),
    word_file("{{ number }}{% for x in number.__class__.mro() %}{% endfor %}"),
])
def test_a_form_that_cannot_be_used(home: Cast, as_: SignIn, content: bytes):
    answer = placed(as_("secretary"), content)
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert actions.current_template(home.community.pk) is None


def test_a_form_that_unpacks_into_too_much():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b"0" * (letters.MOST_UNPACKED + 1))
    with pytest.raises(Refusal):
        letters.check_template(out.getvalue())


def test_what_people_write_is_no_form(home: Cast):
    filled = letters.filled(word_file("{{ number }}"), {"number": "{{ 7 * 7 }} <w:p>&"})
    assert words_of(filled) == "{{ 7 * 7 }} <w:p>&"


def test_the_table_of_replies(home: Cast, as_: SignIn):
    ended(home)
    client = as_("secretary")
    book = client.post(f"{URL}xlsx/", {"reason": "月报"})
    assert b"".join(book.streaming_content)[:2] == b"PK"
    assert Entry.objects.get(kind="hotline.exported").data["rows"] == 1
    assert as_("operator").get(f"{URL}xlsx/").status_code == 403


def test_the_list_takes_the_same_statements_however_long(home: Cast, as_: SignIn):
    sent(home)
    client = as_("operator")
    few = count_queries(client, URL)
    for number in range(2, 8):
        sent(home, f"ZJ00{number}")
    assert count_queries(client, URL) <= few


def test_another_community_and_what_is_no_transfer(home: Cast, as_: SignIn):
    theirs = sent(cast("乙社区"))
    plain = home.raise_matter(at=NOW)
    client = as_("operator")
    assert client.get(f"{URL}{theirs.ticket}/").status_code == 404
    assert client.get(f"{URL}{plain.ticket}/").status_code == 404
    assert as_("worker").get(URL).status_code == 403
