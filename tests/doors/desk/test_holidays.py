"""节假日: entering and taking out days, and the warning when next year's are not known."""

from datetime import date, datetime

from django.test import Client

from huijia.kernel.communities import actions
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.models import Holiday
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from tests.cast import ZONE, Cast, cast
from tests.doors.desk.conftest import SignIn, count_queries, signed_in

URL = "/desk/options/holidays/"
DROP = URL + "drop/"
AUTUMN = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
WARNING = "2027 年放假安排尚未录入，暂按周一至周五计算"
SPRING = {"kind": "free", "starts_on": "2027-02-05", "ends_on": "2027-02-11", "name": "春节"}


def kinds() -> list[str]:
    rows = Entry.objects.filter(kind__startswith="communities.day_").order_by("id")
    return [f"{row.kind.removeprefix('communities.')} {row.data['date']}" for row in rows]


def test_a_holiday_of_several_days(home: Cast, as_: SignIn):
    answer = as_("secretary").post(URL, SPRING, follow=True)

    assert answer.redirect_chain == [(f"{URL}?year=2027", 302)]
    assert "已录入“春节”7 天" in answer.content.decode()
    assert Holiday.objects.values_list("date", "working", "name").earliest("date") == (date(2027, 2, 5), False, "春节")
    assert kinds() == [f"day_free 2027-02-{day:02d}" for day in range(5, 12)]
    assert not calendar_of(home.community).is_working(date(2027, 2, 8))


def test_one_make_up_day(home: Cast, as_: SignIn):
    as_("secretary").post(URL, {"kind": "working", "starts_on": "2027-02-20", "name": "春节调休"})

    assert kinds() == ["day_worked 2027-02-20"]
    assert calendar_of(home.community).is_working(date(2027, 2, 20))


def test_sent_twice_is_entered_once(home: Cast, as_: SignIn):
    client = as_("secretary")
    client.post(URL, SPRING)
    client.post(URL, SPRING)

    assert Holiday.objects.count() == 7
    assert len(kinds()) == 7


def test_wrong_dates_keep_what_was_typed(home: Cast, as_: SignIn):
    client = as_("secretary")
    backwards = client.post(URL, SPRING | {"ends_on": "2027-02-01"})
    long = client.post(URL, SPRING | {"ends_on": "2027-05-01"})
    none = client.post(URL, SPRING | {"starts_on": "2027-02-30"})

    assert [answer.status_code for answer in (backwards, long, none)] == [422, 422, 422]
    assert backwards.context["form"].errors == {"ends_on": ["结束日期不能早于开始日期"]}
    assert long.context["form"].errors == {"ends_on": ["一次最多 31 天，请核对日期"]}
    assert "starts_on" in none.context["form"].errors
    assert 'value="春节"' in backwards.content.decode()
    assert Holiday.objects.count() == 0


def test_a_day_is_taken_out_once(home: Cast, as_: SignIn):
    actions.set_holiday(date(2026, 4, 14), working=False, name="停电", by=home.access("secretary"))
    client = as_("secretary")
    first = client.post(DROP, {"day": "2026-04-14"}, follow=True)
    second = client.post(DROP, {"day": "2026-04-14"}, follow=True)

    assert "2026年4月14日 已去掉" in first.content.decode()
    assert "已经不在表里" in second.content.decode()
    assert kinds() == ["day_free 2026-04-14", "day_dropped 2026-04-14"]


def test_a_day_that_is_none(home: Cast, as_: SignIn):
    for sent in ("", "2026-02-30", "x"):
        assert as_("secretary").post(DROP, {"day": sent}).status_code == 404


def test_wrong_method(home: Cast, as_: SignIn):
    assert as_("secretary").put(URL).status_code == 405
    assert as_("secretary").get(DROP).status_code == 405


def test_wrong_role(home: Cast, as_: SignIn):
    for who in ("committee", "operator", "worker", "street", "auditor"):
        client = as_(who)
        assert client.get(URL).status_code == 403, who
        assert client.post(URL, SPRING).status_code == 403, who
        assert client.post(DROP, {"day": "2026-04-14"}).status_code == 403, who
    assert Client().post(URL, SPRING).status_code == 302
    assert Holiday.objects.count() == 0


def test_the_table_is_that_of_all_communities(home: Cast):
    other = cast("乙社区")
    signed_in(other, "secretary").post(URL, SPRING)

    assert "各社区共用" in signed_in(home, "secretary").get(f"{URL}?year=2027").content.decode()
    assert not calendar_of(home.community).is_working(date(2027, 2, 8))
    assert set(Entry.objects.filter(kind="communities.day_free").values_list("community_id", flat=True)) == {
        other.community.pk
    }


def test_the_page_says_how_far_the_built_in_calendar_reaches(home: Cast, as_: SignIn):
    page = as_("secretary").get(URL).content.decode()

    assert "2026 年已按国务院办公厅公布的放假安排内置" in page
    assert WARNING not in page
    assert as_("secretary").get(f"{URL}?year=2027").content.decode().count("内置日历到 2026 年为止") == 1


def test_years_out_of_reach(home: Cast, as_: SignIn):
    for year in ("0000", "9999", "-1", "x", "20266", "２０２７"):
        assert as_("secretary").get(URL, {"year": year}).status_code == 200


def test_the_warning_stands_where_the_day_begins(home: Cast):
    with clock.frozen(AUTUMN):
        client = signed_in(home, "secretary")
        assert WARNING in client.get("/desk/").content.decode()
        assert WARNING in client.get(URL).content.decode()
        assert WARNING in client.get("/desk/options/").content.decode()
        committee = signed_in(home, "committee").get("/desk/").content.decode()
        assert WARNING in committee and "去录入" not in committee


def test_the_warning_goes_when_the_year_is_entered(home: Cast):
    with clock.frozen(AUTUMN):
        client = signed_in(home, "secretary")
        client.post(URL, SPRING)
        assert "2027 年放假安排只录入了 7 天，其余暂按周一至周五计算" in client.get("/desk/").content.decode()
        client.post(URL, {"kind": "free", "starts_on": "2027-10-01", "ends_on": "2027-10-07", "name": "国庆节"})
        assert "放假安排" not in client.get("/desk/").content.decode()


def test_no_warning_in_spring(home: Cast, as_: SignIn):
    assert "放假安排" not in as_("secretary").get("/desk/").content.decode()


def test_the_statements_do_not_grow_with_the_days(home: Cast, as_: SignIn):
    client, by = as_("secretary"), home.access("secretary")
    actions.set_holiday(date(2026, 4, 14), working=False, name="停电", by=by)
    count_queries(client, URL)
    few = count_queries(client, URL)
    for day in range(1, 31):
        actions.set_holiday(date(2026, 6, day), working=False, name="停电", by=by)
    count_queries(client, URL)

    assert few == count_queries(client, URL) == 6
