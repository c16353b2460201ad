"""A programme and the occasions that follow from it: made ahead, changed, skipped, ended, counted."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huijia.core.signup import actions as signup
from huijia.core.signup.enums import Audience, State
from huijia.core.signup.models import Occasion, Signup
from huijia.insight.figures.catalogue import CATALOGUE
from huijia.insight.figures.period import Period, Scope
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.notify.models import Outbox
from huijia.lib import clock
from huijia.serve.station import actions, queries
from tests.cast import MONDAY, ZONE
from tests.serve.station.conftest import FRIDAY, House, draft, hour

BASE = "/desk/station/"


def _sign(house: House, occasion: Occasion, name: str = "赵明明", **more: Any) -> Signup:
    given = signup.SignupDraft(name, "13800001234", **more)
    return signup.sign(occasion, given, by=house.cast.door(), at=MONDAY).signup


def test_occasions_stand_four_weeks_ahead_and_none_twice(house: House) -> None:
    found = house.occasions(house.reading)
    # Today's hour is over. The May holidays 1 to 5 May are left out where they fall on weekdays; weekends take place.
    assert (clock.local(found[0].starts_at).date(), len(found)) == (date(2026, 4, 14), 25)
    assert {each.kind for each in found} == {"class"}
    days = {clock.local(each.starts_at).date() for each in found}
    assert date(2026, 5, 1) not in days and date(2026, 5, 4) not in days and date(2026, 5, 9) in days
    assert actions.tick(MONDAY) == 0
    assert actions.tick(MONDAY + timedelta(days=1)) == 1


def test_the_same_form_sent_twice_is_one_programme(house: House) -> None:
    sent = draft(title="宣讲", uuid=uuid4())
    by = house.cast.access("committee")
    assert actions.add(sent, by=by, at=MONDAY) == actions.add(sent, by=by, at=MONDAY)
    sent.title = "别的"
    with pytest.raises(Conflict):
        actions.add(sent, by=by, at=MONDAY)


@pytest.mark.parametrize(("wrong", "field"), [
    ({"weekdays": []}, "weekdays"), ({"ends": time(7)}, "ends"), ({"capacity": 0}, "capacity"),
    ({"until_on": date(2026, 4, 13)}, "until_on"), ({"title": " "}, "title"),
])
def test_what_cannot_be_is_refused_beside_its_field(house: House, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.add(draft(**wrong), by=house.cast.access("secretary"), at=MONDAY)
    assert refused.value.field == field


def test_who_may_not_plan_is_refused(house: House) -> None:
    with pytest.raises(Refusal):
        actions.add(draft(), by=house.cast.access("operator"), at=MONDAY)


def test_another_hour_is_told_to_who_signed_up(house: House) -> None:
    _sign(house, house.on(house.film, FRIDAY))
    changed = draft(
        title="露天电影", kind=house.film.kind, weekdays=[4], starts=time(18), ends=time(20), capacity=30,
        audience=Audience.EVERYONE, uuid=house.film.uuid,
    )
    assert actions.change(house.film, changed, by=house.cast.access("secretary"), at=MONDAY) == 1
    assert {f"{clock.local(each.starts_at):%H:%M}" for each in house.occasions(house.film)} == {"18:00"}
    assert Outbox.objects.get(template="signup.changed").context["when"] == "04-17 18:00"


def test_another_weekday_calls_the_old_ones_off(house: House) -> None:
    signed = _sign(house, house.on(house.film, FRIDAY))
    changed = draft(
        title="露天电影", kind=house.film.kind, weekdays=[5], starts=time(19), ends=time(21), capacity=30,
        audience=Audience.EVERYONE, uuid=house.film.uuid,
    )
    assert actions.change(house.film, changed, by=house.cast.access("secretary"), at=MONDAY) == 1
    signed.refresh_from_db()
    assert signed.state == State.CANCELLED
    planned = [each for each in house.occasions(house.film) if each.is_planned]
    assert {clock.local(each.starts_at).weekday() for each in planned} == {5}
    house.film.version = 1
    with pytest.raises(actions.Stale):
        actions.change(house.film, changed, by=house.cast.access("secretary"), at=MONDAY)


def test_a_day_is_skipped_and_kept_after_all(house: House) -> None:
    _sign(house, house.on(house.film, FRIDAY))
    by = house.cast.access("secretary")
    assert actions.skip(house.film, FRIDAY, reason="下雨", by=by, at=MONDAY) == 1
    assert Outbox.objects.get(template="signup.called_off").context["reason"] == "下雨"
    assert actions.tick(MONDAY) == 0
    with pytest.raises(Refusal, match="已经停了"):
        actions.skip(house.film, FRIDAY, reason="下雨", by=by, at=MONDAY)
    with pytest.raises(Refusal, match="本来就不办"):
        actions.skip(house.film, FRIDAY + timedelta(days=1), reason="下雨", by=by, at=MONDAY)
    actions.keep(house.film.skips.get(), by=by, at=MONDAY)
    assert [each.is_planned for each in house.occasions(house.film)][:2] == [False, True]


def test_an_end_calls_off_what_would_follow(house: House) -> None:
    _sign(house, house.on(house.film, FRIDAY + timedelta(days=7)))
    assert actions.end(house.film, on=FRIDAY + timedelta(days=1), by=house.cast.access("secretary"), at=MONDAY) == 1
    planned = [each for each in house.occasions(house.film) if each.is_planned]
    assert [clock.local(each.starts_at).date() for each in planned] == [FRIDAY]
    assert list(queries.running(house.cast.community, FRIDAY + timedelta(days=1))) == [house.reading]


def test_nobody_signs_up_for_what_is_open(house: House) -> None:
    with pytest.raises(Refusal, match="不用报名"):
        _sign(house, house.occasions(house.reading)[0])


def test_people_are_ticks_and_heads_counted_once(house: House) -> None:
    """The reading by heads, corrected once; the film by names with others beside them; what nobody came to is out."""
    reading, film = house.on(house.reading, date(2026, 4, 14)), house.on(house.film, FRIDAY)
    signed = _sign(house, film, party=3)
    operator = house.cast.access("operator")
    with pytest.raises(Refusal, match="还没开始"):
        signup.count_heads(reading, heads=12, by=operator, at=MONDAY)
    signup.count_heads(reading, heads=12, by=operator, at=hour(date(2026, 4, 14), "08:00"))
    signup.count_heads(reading, heads=14, by=operator, at=hour(date(2026, 4, 14), "09:00"))
    signup.arrive(signed, by=operator, came=2, at=hour(FRIDAY, "19:00"))
    signup.count_heads(film, heads=40, by=operator, at=hour(FRIDAY, "20:00"))
    scope = Scope(
        house.cast.community, Period(date(2026, 4, 1), date(2026, 4, 30)), datetime(2026, 5, 1, tzinfo=ZONE)
    )
    figure = CATALOGUE["station_attendances"]
    assert figure.compute(scope).value == 56
    assert figure.records(scope).count() == 2
    with connection.cursor() as cursor:
        cursor.execute(figure.recount(scope))
        assert cursor.fetchone()[:2] == (56, 56)
    assert queries.month_so_far(house.cast.community, hour(FRIDAY, "22:00")) == queries.Month(2, 56)


def test_the_secretary_plans_a_talk_in_the_browser(house: House) -> None:
    office = house.browser("secretary")
    sent = {
        "uuid": str(uuid4()), "title": "防诈骗宣讲", "kind": "talk", "place_name": "实践站", "weekdays": ["2"],
        "starts": "15:00", "ends": "16:00", "audience": "everyone", "capacity": "40", "skips_holidays": "on",
    }
    assert office.post(f"{BASE}add/", {**sent, "ends": "14:00"}).status_code == 422
    page = office.post(f"{BASE}add/", sent, follow=True).content.decode()
    assert "防诈骗宣讲" in page and "每周三 15:00–16:00" in page
    shown = Client().get("/activities/").content.decode()
    assert "防诈骗宣讲" in shown and "不用报名，来就行" in shown


def test_the_public_month_and_feed_hold_no_name(house: House) -> None:
    _sign(house, house.on(house.film, FRIDAY))
    page = Client().get("/activities/month/?month=2026-04").content.decode()
    assert page.count("露天电影") == 2 and "每日晨读" in page and "webcal://testserver/activities/calendar.ics" in page
    feed = Client().get("/activities/calendar.ics")
    text = feed.content.decode()
    assert feed.headers["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:露天电影" in text and "赵明明" not in text and "13800001234" not in text


def test_heads_are_typed_on_the_list_to_tick(house: House) -> None:
    occasion = house.on(house.reading, date(2026, 4, 14))
    with clock.frozen(hour(date(2026, 4, 14), "08:00")):
        client = house.browser("operator")
        assert client.post(f"/desk/signup/{occasion.pk}/heads/", {"heads": "-1"}).status_code == 422
        page = client.post(f"/desk/signup/{occasion.pk}/heads/", {"heads": "17"}, follow=True).content.decode()
    assert "另外来了 17 人" in page


@pytest.mark.parametrize("path", ["", "?view=ended", "one"])
def test_a_page_takes_the_same_statements_for_2_as_for_8(
    house: House, path: str, django_assert_num_queries: Any
) -> None:
    url = BASE + (f"{house.film.pk}/" if path == "one" else path)
    by = house.cast.access("secretary")

    def more(count: int) -> None:
        for number in range(count):
            row = actions.add(draft(title=f"活动{number}"), by=by, at=MONDAY)
            if number % 2:
                actions.end(row, on=MONDAY.date(), by=by, at=MONDAY)

    more(2)
    client = house.browser("secretary")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    more(6)
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_what_nobody_signed_up_for_goes_as_if_never_planned(house: House) -> None:
    _sign(house, house.on(house.film, FRIDAY))
    actions.end(house.film, on=MONDAY.date(), by=house.cast.access("secretary"), at=MONDAY)
    assert [each.is_planned for each in house.occasions(house.film)] == [False]


def test_the_first_page_asks_for_heads_until_they_are_counted(house: House) -> None:
    occasion = house.on(house.reading, date(2026, 4, 14))
    with clock.frozen(hour(date(2026, 4, 14), "08:00")):
        assert "数人数：每日晨读" in house.browser("operator").get("/desk/").content.decode()
        signup.count_heads(occasion, heads=9, by=house.cast.access("operator"), at=clock.now())
        assert "数人数：每日晨读" not in house.browser("operator").get("/desk/").content.decode()
