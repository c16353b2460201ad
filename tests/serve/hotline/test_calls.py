"""Missed calls and call-backs: counted once an hour, called back, none forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest

from huijia.core.matters.models import Matter
from huijia.kernel.accounts.due import sections_for
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from huijia.serve.hotline import actions
from huijia.serve.hotline.models import Call
from huijia.serve.hotline.queries.calls import lamp_of
from tests.cast import Cast, cast
from tests.serve.hotline.conftest import NOW, SignIn, count_queries, missed

URL = "/desk/hotline/calls/"


def rows(home: Cast) -> list[Call]:
    return list(Call.objects.of(home.community).order_by("pk"))


def test_a_number_is_enough_and_the_known_household_is_shown_masked(home: Cast, as_: SignIn):
    client = as_("operator")
    form = client.get(URL).context["missed_form"]
    sent = {"uuid": str(form["uuid"].value()), "phone": "138 0000 1234", "called_at": "", "about": ""}
    for _press in range(2):
        assert client.post(f"{URL}missed/", sent).status_code == 302
    (call,) = rows(home)
    assert (call.state, call.times, call.due_at) == ("waiting", 1, NOW + timedelta(hours=24))
    page = client.get(URL).content.decode()
    assert "*******1234" in page and "赵*" in page and "傅家组12号" in page
    assert "13800001234" not in page and "赵明明" not in page


def test_the_same_number_within_an_hour_counts_once(home: Cast):
    missed(home, ago=timedelta(minutes=100))
    missed(home, ago=timedelta(minutes=50))
    missed(home, ago=timedelta(minutes=50))
    missed(home, phone="13800005678", ago=timedelta(minutes=50))
    assert [(call.phone_tail, call.times) for call in rows(home)] == [("1234", 2), ("5678", 1)]


def test_later_than_an_hour_is_another_one(home: Cast):
    missed(home, ago=timedelta(minutes=180))
    missed(home, ago=timedelta(minutes=50))
    assert [call.times for call in rows(home)] == [1, 1]


def test_who_calls_again_after_the_call_back_waits_anew(home: Cast):
    call = missed(home, ago=timedelta(minutes=50))
    actions.reached(call, by=home.access("operator"), at=NOW - timedelta(minutes=40))
    missed(home, ago=timedelta(minutes=50))
    assert len(rows(home)) == 1
    missed(home, ago=timedelta(minutes=5))
    assert [row.state for row in rows(home)] == ["reached", "waiting"]


@pytest.mark.parametrize("phone", ["", "12", "110", "一二三"])
def test_no_number_to_call_back(home: Cast, as_: SignIn, phone: str):
    answer = as_("operator").post(f"{URL}missed/", {"uuid": "5a1f0a53-6b6e-4b4e-9d3f-0f3b8a1c2d3e", "phone": phone})
    assert answer.status_code == 422
    assert "phone" in answer.context["missed_form"].errors


def test_a_call_to_come_was_not_missed(home: Cast):
    with pytest.raises(Refusal) as refused:
        missed(home, ago=timedelta(hours=-1))
    assert refused.value.field == "called_at"


def test_the_number_is_shown_to_dial_and_noted(home: Cast, as_: SignIn):
    call = missed(home)
    answer = as_("operator").post(f"{URL}{call.pk}/phone/")
    assert 'href="tel:13800001234"' in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert Entry.objects.filter(kind="hotline.revealed", subject_id=call.pk).count() == 1


def test_reached_leads_to_the_form_with_the_number_and_the_matter_names_the_call(home: Cast, as_: SignIn):
    call = missed(home, about="灯不亮")
    client = as_("operator")
    sent = {"version": "1", "register": "1"}
    answer = client.post(f"{URL}{call.pk}/reached/", sent)
    assert answer["Location"] == f"/desk/intake/?call={call.pk}"
    form = client.get(answer["Location"]).context["form"]
    assert (form["phone"].value(), form["call"].value(), form["text"].value()) == ("13800001234", call.pk, "灯不亮")
    assert (form["place_name"].value(), form["reporter_name"].value()) == ("傅家组12号", "赵明明")
    typed = {
        "uuid": str(form["uuid"].value()), "call": str(call.pk), "source": "hotline", "phone": "13800001234",
        "text": "村口路灯三天不亮了", "nature": "help", "do": "register",
    }
    assert client.post("/desk/intake/", typed).status_code == 302
    call.refresh_from_db()
    assert call.matter == Matter.objects.of(home.community).get()
    assert client.post(f"{URL}{call.pk}/reached/", sent).status_code == 409


def test_nobody_answers_three_times_and_it_still_waits(home: Cast, as_: SignIn):
    call = missed(home)
    client = as_("operator")
    for version in ("1", "2", "3"):
        assert client.post(f"{URL}{call.pk}/unreached/", {"version": version}).status_code == 302
    call.refresh_from_db()
    assert (call.state, call.tries, call.first_tried_at) == ("waiting", 3, NOW)
    assert client.post(f"{URL}{call.pk}/unreached/", {"version": "3"}).status_code == 409


def test_no_longer_needed_says_why(home: Cast, as_: SignIn):
    call = missed(home)
    client = as_("operator")
    assert client.post(f"{URL}{call.pk}/drop/", {"version": "1", "reason": ""}).status_code == 422
    client.post(f"{URL}{call.pk}/drop/", {"version": "1", "reason": "对方已另外打来"})
    call.refresh_from_db()
    assert (call.state, call.reason) == ("dropped", "对方已另外打来")
    assert "对方已另外打来" in client.get(f"{URL}?kind=ended").content.decode()


def test_a_promised_call_back_is_reminded_of_at_its_hour(home: Cast, as_: SignIn):
    client = as_("operator")
    sent = {
        "uuid": "5a1f0a53-6b6e-4b4e-9d3f-0f3b8a1c2d3e", "phone": "13800001234", "promised_at": "2026-04-13T15:00",
        "about": "医保的事", "caller": "赵",
    }
    for _press in range(2):
        assert client.post(f"{URL}promise/", sent).status_code == 302
    (call,) = rows(home)
    assert call.due_at == NOW.replace(hour=15)

    def told(at):
        return [row.title for part in sections_for(home.access("operator"), at) for row in part.rows]

    assert told(NOW) == []
    assert told(NOW.replace(hour=14, minute=40)) == ["回电 *******1234"]
    assert [lamp_of(call, NOW.replace(hour=hour, minute=minute), 0.25) for hour, minute in
            ((11, 0), (14, 40), (15, 1))] == ["green", "yellow", "red"]
    again = {"version": "1", "promised_at": "2026-04-13T16:30"}
    client.post(f"{URL}{call.pk}/promise/", again)
    call.refresh_from_db()
    assert call.due_at == NOW.replace(hour=16, minute=30)


def test_a_promise_for_an_hour_that_is_over(home: Cast, as_: SignIn):
    sent = {"uuid": "5a1f0a53-6b6e-4b4e-9d3f-0f3b8a1c2d3e", "phone": "13800001234", "promised_at": "2026-04-13T10:00"}
    answer = as_("operator").post(f"{URL}promise/", sent)
    assert answer.status_code == 422
    assert answer.context["promise_form"].errors["promised_at"] == ["约定的时间须在以后"]


PASTED = """号码 时间
13800001234  2026-04-13 09:12
2026/4/13 9:40:05, 138-0000-1234
0511-85001234\t09:50
无号码 10:00
13900004321"""


def test_a_pasted_list_twice_is_once(home: Cast, as_: SignIn):
    client = as_("operator")
    for _time in range(2):
        assert client.post(f"{URL}paste/", {"lines": PASTED}).status_code == 302
    assert [(call.phone_tail, call.times) for call in rows(home)] == [("1234", 2), ("1234", 1), ("4321", 1)]
    assert {clock.local(call.called_at).strftime("%H:%M") for call in rows(home)} == {"09:12", "09:50", "11:00"}


def test_the_list_takes_the_same_statements_however_long(home: Cast, as_: SignIn):
    missed(home)
    client = as_("operator")
    few = count_queries(client, URL)
    for number in range(12):
        missed(home, phone=f"139000012{number:02d}", ago=timedelta(minutes=number))
    assert count_queries(client, URL) <= few


def test_another_community_and_another_role(home: Cast, as_: SignIn):
    theirs = missed(cast("乙社区"))
    assert as_("operator").post(f"{URL}{theirs.pk}/phone/").status_code == 404
    assert as_("worker").get(URL).status_code == 403
    with pytest.raises(Refusal):
        actions.drop(theirs, reason="打错了", by=home.access("operator"))


def test_the_page_of_a_person_names_their_calls(home: Cast):
    from huijia.core.people import panels

    missed(home)
    shown = panels.of(home.resident, home.access("operator"))
    assert [str(panel.title) for panel in shown if panel.template == "hotline/_panel_calls.html"] == ["来电与回电"]


def test_a_retry_changes_nothing_and_other_content_is_not_swallowed(home: Cast):
    key, by = uuid4(), home.access("operator")
    sent = {"promised_at": NOW + timedelta(hours=3), "about": "问低保", "uuid": key, "by": by}
    first = actions.promise("13800001234", **sent)
    assert actions.promise("13800001234", **sent).pk == first.pk
    with pytest.raises(Conflict):
        actions.promise("13800001234", **{**sent, "about": "问路灯"})
    assert Call.objects.of(home.community).get().about == "问低保"
