"""What a community agrees on: defaults, changes, the small cache, refusals."""

from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import actions, options, queries, shelf
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community, District, Holiday, Option, Street
from huijia.kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Community:
    return _community("a", "321100001001")


@pytest.fixture
def other() -> Community:
    return _community("b", "321100001002")


def _community(slug: str, code: str) -> Community:
    district, _made = District.objects.get_or_create(name="甲区", code="321100000000")
    street, _made = Street.objects.get_or_create(district=district, name="甲街道", code="321100001000")
    return Community.objects.create(street=street, name=slug, slug=slug, code12=code)


def test_defaults(community: Community) -> None:
    agreed = {key: options.get(community, key) for key in options.SPECS}
    assert agreed["first_contact_hours"] == 24
    assert agreed["urgent_hours"] == 2
    assert (agreed["consult_days"], agreed["help_days"], agreed["complaint_days"]) == (1, 5, 10)
    assert agreed["max_returns"] == 2
    assert (agreed["office_opens"], agreed["office_closes"]) == ("08:30", "17:30")
    assert agreed["yellow_share"] == 0.25
    assert agreed["responsible_kinds"] == ["secretary", "committee"]
    assert agreed["claim_kinds"] == ["member_household", "group_leader", "grid_worker", "committee"]
    assert (agreed["reopen_days"], agreed["twin_metres"], agreed["twin_days"]) == (30, 200, 60)
    assert (agreed["door_reports_per_hour"], agreed["phone_reports_per_day"]) == (30, 10)
    assert agreed["sample_percent"] == 10


def test_an_unknown_option_is_a_fault(community: Community) -> None:
    with pytest.raises(KeyError):
        options.get(community, "no_such")


def test_setting_holds_at_once_and_only_here(community: Community, other: Community) -> None:
    assert options.get(community, "help_days") == 5
    actions.set_option(community, "help_days", 7, by=Access.system(community))
    assert options.get(community.pk, "help_days") == 7
    assert options.get(other, "help_days") == 5
    entry = Entry.objects.get(kind="communities.option_set")
    assert entry.data == {"key": "help_days", "label": "求助时限", "old": 5, "new": 7}
    assert (entry.community_id, entry.actor_kind) == (community.pk, "system")


def test_setting_the_same_twice_records_once(community: Community) -> None:
    by = Access.system(community)
    first = actions.set_option(community, "help_days", 7, by=by)
    again = actions.set_option(community, "help_days", 7, by=by)
    assert first == again
    assert Entry.objects.filter(kind="communities.option_set").count() == 1
    assert Option.objects.of(community).count() == 1


def test_one_query_serves_all_options_for_ten_seconds(community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    with CaptureQueriesContext(
        connection,
    ) as made:
        for key in options.SPECS:
            options.get(community, key)
    assert len(made) == 1
    monkeypatch.setattr(shelf, "SECONDS", 0.0)
    with CaptureQueriesContext(connection) as made:
        options.get(community, "help_days")
    assert len(made) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("help_days", 0),
        ("help_days", "5"),
        ("help_days", True),
        ("help_days", 2.5),
        ("yellow_share", 1.5),
        ("yellow_share", "0.25"),
        ("sample_percent", 101),
        ("office_opens", "8:30"),
        ("office_opens", "24:00"),
        ("claim_kinds", "committee"),
        ("claim_kinds", [1]),
        ("helper_label", 3),
        ("office_closes", "08:30"),
        ("office_opens", "18:00"),
    ],
)
def test_an_impossible_value_is_refused(community: Community, key: str, value: Any) -> None:
    with pytest.raises(Refusal) as refused:
        actions.set_option(community, key, value, by=Access.system(community))
    assert (refused.value.code, refused.value.field) == ("bad_value", key)
    assert not Option.objects.of(community).exists()


def test_an_unknown_option_is_refused(community: Community) -> None:
    with pytest.raises(Refusal) as refused:
        actions.set_option(community, "no_such", 1, by=Access.system(community))
    assert refused.value.code == "unknown_option"


def test_without_the_right(community: Community) -> None:
    with pytest.raises(Refusal) as refused:
        actions.set_option(community, "help_days", 7, by=Access.reporter(community, "居民"))
    assert refused.value.code == "forbidden"
    assert "更改本社区约定" in str(refused.value)


def test_of_another_community(community: Community, other: Community) -> None:
    with pytest.raises(Refusal) as refused:
        actions.set_option(other, "help_days", 7, by=Access.system(community))
    assert refused.value.code == "other_community"


def test_registering(monkeypatch: pytest.MonkeyPatch, community: Community) -> None:
    monkeypatch.setattr(options, "SPECS", dict(options.SPECS))
    spec = options.Spec("patrol_minutes", "巡护时长", 30)
    options.register(spec)
    options.register(spec)
    assert options.get(community, "patrol_minutes") == 30
    with pytest.raises(ValueError, match="registered twice"):
        options.register(options.Spec("patrol_minutes", "巡护时长", 40))
    with pytest.raises(ValueError, match="is not a clock"):
        options.register(options.Spec("opens", "开门", "8", "clock"))


def test_agreed_shows_what_differs(community: Community) -> None:
    actions.set_option(community, "help_days", 7, by=Access.system(community))
    changed = [line.spec.key for line in queries.agreed(community) if line.changed]
    assert changed == ["help_days"]


def test_only_community(community: Community) -> None:
    assert queries.only_community() == community
    _community("b", "321100001002")
    assert queries.only_community() is None


def test_the_calendar_follows_options_and_holidays(community: Community) -> None:
    by = Access.system(community)
    monday = date(2026, 4, 13)
    assert calendar_of(community).is_working(monday)
    actions.set_holiday(monday, working=False, name="停电", by=by)
    actions.set_option(community, "office_opens", "09:00", by=by)
    calendar = calendar_of(community)
    assert not calendar.is_working(monday)
    assert calendar.opens == time(9, 0)
    actions.set_holiday(monday, working=False, name="停电", by=by)
    assert actions.drop_holiday(monday, by=by) is True
    assert actions.drop_holiday(monday, by=by) is False
    assert calendar_of(community).is_working(monday)
    assert [entry.kind for entry in Entry.objects.order_by("id")] == [
        "communities.day_free",
        "communities.option_set",
        "communities.day_dropped",
    ]


def test_the_calendar_costs_two_queries_then_none(community: Community) -> None:
    with CaptureQueriesContext(connection) as made:
        calendar_of(community)
    assert len(made) == 2
    with CaptureQueriesContext(connection) as made:
        calendar_of(community.pk)
    assert len(made) == 0


def test_a_holiday_needs_the_right(community: Community) -> None:
    with pytest.raises(Refusal):
        actions.set_holiday(date(2026, 4, 13), working=False, name="", by=Access.reporter(community, "居民"))
    assert not Holiday.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_kept(community: Community) -> None:
    from django.db import transaction

    assert options.get(community, "help_days") == 5
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.set_option(community, "help_days", 7, by=Access.system(community))
        assert options.get(community, "help_days") == 7
        raise RuntimeError
    assert options.get(community, "help_days") == 5
    with transaction.atomic():
        actions.set_option(community, "help_days", 8, by=Access.system(community))
    assert options.get(community, "help_days") == 8
    shelf.forget_all()
