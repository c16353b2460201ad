"""待答复 and 待回访."""

from datetime import timedelta

import pytest

from huijia.core.matters import actions
from huijia.core.matters.models import Grade, Matter
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, count_queries

URL = "/desk/callbacks/"


def checked_matter(home: Cast, text: str = "村口路灯三天不亮了", **more: object) -> Matter:
    at = NOW - timedelta(hours=1)
    matter = home.handled_matter(text, at=at, phone="13800001234", **more)
    actions.report_result(matter, result="换了灯泡", by=home.access("committee"), at=at)
    actions.check_pass(matter, by=home.access("secretary"), at=at)
    return matter


def said(matter: Matter, **more: str) -> dict[str, str]:
    return {"do": "said", "version": str(matter.version), "answer": "灯修好了", "channel": "phone", **more}


def test_answered_and_graded_in_one_go(home: Cast, as_: SignIn) -> None:
    matter = checked_matter(home)
    page = as_("operator").get(URL).content.decode()
    assert "换了灯泡" in page
    assert "*******1234" in page
    assert "13800001234" not in page
    sent = said(matter, solved="yes", satisfaction="satisfied", words="很快")
    answer = as_("operator").post(f"{URL}{matter.ticket}/", sent)
    assert (answer.status_code, answer["Location"]) == (302, URL)
    matter.refresh_from_db()
    assert (matter.state, matter.answer, matter.answer_channel) == ("closed", "灯修好了", "phone")
    grade = Grade.objects.of(home.community).get()
    assert (grade.is_solved, grade.satisfaction, grade.words, grade.channel) == (True, "satisfied", "很快", "phone")


def test_answered_without_a_grade_waits_to_be_asked(home: Cast, as_: SignIn) -> None:
    matter = checked_matter(home)
    as_("operator").post(f"{URL}{matter.ticket}/", said(matter))
    assert matter.ticket not in as_("operator").get(URL).content.decode().split("近 14 天")[0].split("<article")[-1]
    assert matter.ticket in as_("operator").get(URL, {"tab": "ask"}).content.decode()
    matter.refresh_from_db()
    sent = {**said(matter, solved="no", satisfaction="unsatisfied"), "tab": "ask"}
    answer = as_("operator").post(f"{URL}{matter.ticket}/", sent)
    assert answer["Location"] == f"{URL}?tab=ask"
    assert Grade.objects.of(home.community).get().is_solved is False


def test_half_a_grade_writes_nothing(home: Cast, as_: SignIn) -> None:
    matter = checked_matter(home)
    answer = as_("operator").post(f"{URL}{matter.ticket}/", said(matter, solved="yes"))
    assert answer.status_code == 422
    assert "灯修好了" in answer.content.decode()
    matter.refresh_from_db()
    assert matter.state == "checked"


def test_an_empty_answer_writes_nothing(home: Cast, as_: SignIn) -> None:
    matter = checked_matter(home)
    answer = as_("operator").post(f"{URL}{matter.ticket}/", said(matter, answer="", solved="yes", satisfaction="fair"))
    assert answer.status_code == 422
    matter.refresh_from_db()
    assert (matter.state, Grade.objects.of(home.community).count()) == ("checked", 0)


def test_twice_is_once(home: Cast, as_: SignIn) -> None:
    matter = checked_matter(home)
    sent = said(matter, solved="yes", satisfaction="satisfied")
    client = as_("operator")
    assert client.post(f"{URL}{matter.ticket}/", sent).status_code == 302
    assert client.post(f"{URL}{matter.ticket}/", sent).status_code == 302
    assert Grade.objects.of(home.community).count() == 1
    assert Entry.objects.filter(kind="matters.answer").count() == 1


def test_a_stale_page_is_told_so_and_keeps_what_was_typed(home: Cast, as_: SignIn) -> None:
    matter = checked_matter(home)
    sent = said(matter)
    actions.note(matter, text="居民又来电", by=home.access("operator"))
    answer = as_("operator").post(f"{URL}{matter.ticket}/", sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "这件事刚刚有了变化，请看最新情况后再办" in page
    assert "灯修好了" in page
    assert f'value="{matter.version}"' in page
    matter.refresh_from_db()
    assert matter.state == "checked"


def test_nobody_answered_the_phone(home: Cast, as_: SignIn) -> None:
    matter = checked_matter(home)
    client = as_("operator")
    client.post(f"{URL}{matter.ticket}/", {"do": "unreached", "version": str(matter.version)})
    matter.refresh_from_db()
    assert matter.state == "checked"
    assert Entry.objects.filter(kind="matters.note").count() == 1
    client.post(f"{URL}{matter.ticket}/", said(matter))
    matter.refresh_from_db()
    client.post(f"{URL}{matter.ticket}/", {"do": "unreached", "version": str(matter.version), "tab": "ask"})
    grade = Grade.objects.of(home.community).get()
    assert (grade.was_reached, grade.is_solved) == (False, None)


def test_the_number_is_shown_on_press_and_noted(home: Cast, as_: SignIn) -> None:
    matter = checked_matter(home)
    page = as_("operator").post(f"{URL}{matter.ticket}/phone/").content.decode()
    assert 'href="tel:13800001234"' in page
    assert Entry.objects.filter(kind="matters.revealed", subject_id=matter.pk).count() == 1


@pytest.mark.parametrize("who", ["worker", "leader", "neighbour", "street", "auditor", "admin"])
def test_who_may_not(home: Cast, as_: SignIn, who: str) -> None:
    matter = checked_matter(home)
    assert as_(who).get(URL).status_code == 403
    assert as_(who).post(f"{URL}{matter.ticket}/", said(matter)).status_code == 403
    assert as_(who).post(f"{URL}{matter.ticket}/phone/").status_code == 403


def test_another_community(home: Cast, as_: SignIn) -> None:
    other = checked_matter(cast("乙社区"))
    assert other.ticket not in as_("operator").get(URL).content.decode()
    assert as_("operator").post(f"{URL}{other.ticket}/", said(other)).status_code == 404
    assert as_("operator").post(f"{URL}{other.ticket}/phone/").status_code == 404


def test_methods(home: Cast, as_: SignIn) -> None:
    matter = checked_matter(home)
    assert as_("operator").post(URL).status_code == 405
    assert as_("operator").get(f"{URL}{matter.ticket}/").status_code == 405
    assert as_("operator").get(f"{URL}{matter.ticket}/phone/").status_code == 405


def test_queries_do_not_grow(home: Cast, as_: SignIn) -> None:
    client = as_("operator")
    for number in range(3):
        checked_matter(home, f"第{number}盏灯")
    client.get(URL)
    few = count_queries(client, URL)
    for number in range(25):
        checked_matter(home, f"又第{number}盏灯")
    client.get(URL)
    assert count_queries(client, URL) == few == 8


def test_nobody_is_asked_how_content_they_are_with_a_thanks(home: Cast, as_: SignIn) -> None:
    matter = home.closed_matter(phone="13800001234")
    page = as_("operator").get("/desk/callbacks/?tab=ask").content.decode()
    assert matter.ticket in page
    Matter.objects.of(home.community).filter(pk=matter.pk).update(nature="thanks")
    assert matter.ticket not in as_("operator").get("/desk/callbacks/?tab=ask").content.decode()
