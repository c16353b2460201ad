"""A month filled at once, then changed by the day; gaps, overlaps, leave; print and table."""

from datetime import date, timedelta

import pytest

from huijia.core.people.models import Absence
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from huijia.serve.hotline import actions
from huijia.serve.hotline.models import DutyShift, DutyTurn
from huijia.serve.hotline.queries import roster as queries
from tests.cast import Cast, cast
from tests.serve.hotline.conftest import NOW, SignIn, count_queries, shift, turn

URL = "/desk/hotline/roster/"


def whole_week(home: Cast) -> None:
    turn(home)
    turn(home, "夜班", "17:30", "08:30", posts=[home.posts["committee"], home.posts["second"]], phone="13900000001")
    turn(home, "周末班", "08:30", "08:30", days=[5, 6, 7], posts=[home.posts["secretary"]], phone="13900000002")


def test_a_month_is_filled_at_once_and_filling_again_changes_nothing(home: Cast, as_: SignIn):
    whole_week(home)
    answer = as_("secretary").post(f"{URL}fill/", {"month": "2026-05"})
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}?month=2026-05")
    rows = DutyShift.objects.of(home.community).filter(day__month=5)
    # May 2026: 19 working days of two shifts, 12 free days of one
    assert rows.count() == 19 * 2 + 12
    assert rows.filter(day=date(2026, 5, 1)).get().post == home.posts["secretary"]
    assert rows.filter(day=date(2026, 5, 9)).count() == 2
    as_("secretary").post(f"{URL}fill/", {"month": "2026-05"})
    assert rows.count() == 19 * 2 + 12
    assert Entry.objects.filter(kind="hotline.month_filled").count() == 1


def test_a_filled_month_has_neither_gap_nor_overlap_inside(home: Cast):
    whole_week(home)
    actions.fill_month(date(2026, 4, 1), by=home.access("secretary"))
    actions.fill_month(date(2026, 5, 1), by=home.access("secretary"))
    days = queries.month_of(home.community, date(2026, 5, 1), clock.today())
    assert [(day.day, day.gaps, day.overlaps) for day in days if day.gaps or day.overlaps] == []


def test_days_that_were_changed_by_hand_stay(home: Cast):
    shift(home, "second", day=14)
    turn(home)
    filled = actions.fill_month(date(2026, 4, 1), by=home.access("secretary"))
    assert filled.kept == 1
    assert DutyShift.objects.of(home.community).get(day=date(2026, 4, 14)).post == home.posts["second"]


def test_who_no_longer_holds_the_post_leaves_a_gap(home: Cast):
    turn(home)
    post = home.posts["operator"]
    post.ends_on = date(2026, 4, 20)
    post.save()
    filled = actions.fill_month(date(2026, 4, 1), by=home.access("secretary"))
    assert filled.vacant == [date(2026, 4, day) for day in (20, 21, 22, 23, 24, 27, 28, 29, 30)]


def test_without_a_pattern_one_is_asked_for_first(home: Cast, as_: SignIn):
    answer = as_("secretary").post(f"{URL}fill/", {"month": "2026-05"})
    assert answer["Location"] == f"{URL}pattern/"


def test_the_pattern_on_its_page(home: Cast, as_: SignIn):
    sent = {
        "name": "白班", "kind": "office", "days": ["0", "1"], "starts": "08:30", "ends": "17:30",
        "posts": [str(home.posts["operator"].pk)], "turn_by": "week", "phone": "",
    }
    client = as_("secretary")
    assert client.post(f"{URL}pattern/", sent).status_code == 302
    row = DutyTurn.objects.of(home.community).get()
    assert (row.days, row.post_ids, str(row.starts)) == ([0, 1], [home.posts["operator"].pk], "08:30:00")
    clash = client.post(f"{URL}pattern/", {**sent, "name": "又一班", "starts": "12:00"})
    assert clash.status_code == 422
    assert "“白班”和“又一班”的时间有重叠" in clash.content.decode()
    changed = {**sent, "days": ["0"], "version": "1"}
    assert client.post(f"{URL}pattern/{row.pk}/", changed).status_code == 302
    assert client.post(f"{URL}pattern/{row.pk}/", changed).status_code == 409
    client.post(f"{URL}pattern/{row.pk}/drop/")
    assert DutyTurn.objects.of(home.community).count() == 0


def test_a_phone_that_is_none_stands_beside_its_field(home: Cast, as_: SignIn):
    sent = {
        "name": "白班", "kind": "office", "days": ["0"], "starts": "08:30", "ends": "17:30", "phone": "12",
        "posts": [str(home.posts["operator"].pk)], "turn_by": "week",
    }
    answer = as_("secretary").post(f"{URL}pattern/", sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors["phone"] == ["电话号码不对，请填写 11 位手机号或带区号的座机号。"]


def test_a_shift_by_the_day_and_a_stale_page(home: Cast, as_: SignIn):
    client = as_("secretary")
    form = client.get(f"{URL}add/?day=2026-04-18").context["form"]
    sent = {
        "uuid": str(form["uuid"].value()), "day": "2026-04-18", "starts": "09:00", "ends": "12:00", "kind": "after",
        "post": str(home.posts["second"].pk), "phone": "13900000003",
    }
    for _press in range(2):
        assert client.post(f"{URL}add/", sent).status_code == 302
    row = DutyShift.objects.of(home.community).get()
    assert (row.hours, row.phone) == ("09:00–12:00", "13900000003")
    changed = {**sent, "version": "1", "post": str(home.posts["committee"].pk)}
    assert client.post(f"{URL}{row.pk}/", changed).status_code == 302
    assert client.post(f"{URL}{row.pk}/", changed).status_code == 409
    row.refresh_from_db()
    assert row.post == home.posts["committee"]
    client.post(f"{URL}{row.pk}/drop/")
    assert DutyShift.objects.of(home.community).count() == 0


def test_one_person_is_not_on_twice_at_a_time(home: Cast):
    shift(home)
    with pytest.raises(Refusal) as refused:
        shift(home, starts="12:00", ends="18:00")
    assert refused.value.field == "post"


def test_gaps_overlaps_and_leave_are_shown(home: Cast, as_: SignIn):
    shift(home, day=14, starts="08:30", ends="12:00")
    shift(home, "second", day=14, starts="11:00", ends="20:00")
    Absence.objects.create(
        community=home.community, person=home.persons["second"], deputy=home.persons["committee"], starts_at=NOW,
        ends_at=NOW + timedelta(days=3), reason="出差",
    )
    day = queries.month_of(home.community, date(2026, 4, 1), clock.today())[13]
    spans = [(f"{clock.local(a):%H:%M}", f"{clock.local(b):%H:%M}") for a, b in day.gaps]
    assert spans == [("00:00", "08:30"), ("20:00", "00:00")]
    assert [(f"{clock.local(a):%H:%M}", f"{clock.local(b):%H:%M}") for a, b in day.overlaps] == [("11:00", "12:00")]
    page = as_("operator").get(URL).content.decode()
    assert "请假中" in page and "没人" in page and "重叠" in page


def test_print_and_table(home: Cast, as_: SignIn):
    shift(home, phone="13900000001")
    paper = as_("operator").get(f"{URL}print/?month=2026-04").content.decode()
    assert "民情服务热线值班表(2026年4月)" in paper and "王接线(值班员)" in paper
    client = as_("secretary")
    assert client.post(f"{URL}xlsx/?month=2026-04", {"reason": ""}).status_code == 422
    book = client.post(f"{URL}xlsx/?month=2026-04", {"reason": "上墙"})
    assert b"".join(book.streaming_content)[:2] == b"PK"
    assert Entry.objects.get(kind="hotline.exported").data == {"what": "热线值班表", "rows": 1, "reason": "上墙"}


def test_the_month_takes_the_same_statements_however_many_shifts(home: Cast, as_: SignIn):
    turn(home)
    shift(home)
    client = as_("secretary")
    few = count_queries(client, f"{URL}?month=2026-04")
    actions.fill_month(date(2026, 4, 1), by=home.access("secretary"))
    assert count_queries(client, f"{URL}?month=2026-04") <= few


def test_another_community_is_not_there(home: Cast, as_: SignIn):
    other = cast("乙社区")
    theirs = shift(other)
    assert as_("secretary").get(f"{URL}{theirs.pk}/").status_code == 404
    with pytest.raises(Refusal):
        actions.drop_shift(theirs, by=home.access("secretary"))


@pytest.mark.parametrize("who", ["operator", "committee"])
def test_who_works_the_hotline_does_not_make_the_roster(home: Cast, as_: SignIn, who: str):
    assert as_(who).get(URL).status_code == 200
    assert as_(who).post(f"{URL}fill/", {"month": "2026-05"}).status_code == 403
    with pytest.raises(Refusal):
        actions.fill_month(date(2026, 5, 1), by=home.access(who))
