"""Roles given and ended: by whom, where, from when to when."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huijia.kernel.accounts import actions, queries
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from tests.kernel.accounts.conftest import SINCE, House


def _code(verb: object, *args: object, **more: object) -> str:
    with pytest.raises(Refusal) as refused:
        verb(*args, **more)
    return refused.value.code


def test_grant(house: House) -> None:
    row = actions.grant(house.operator, "grid_worker", house.community, by=house.by, grids=[9, 7, 9])
    assert (row.role, row.community, row.street, row.district) == ("grid_worker", house.community, None, None)
    assert (row.grids, row.starts_on, row.ends_on) == ([7, 9], clock.today(), None)
    entry = Entry.objects.get(kind="accounts.granted")
    assert (entry.subject_id, entry.actor_id) == (house.operator.pk, house.admin.pk)
    assert entry.personal == {"name": "wang 某"}
    assert (entry.data["role_label"], entry.data["place"], entry.data["ends_on"]) == ("网格员", "甲社区", None)


def test_granting_twice_is_refused(house: House) -> None:
    actions.grant(house.operator, "committee", house.community, by=house.by)
    assert _code(actions.grant, house.operator, "committee", house.community, by=house.by) == "overlap"
    assert Membership.objects.filter(role="committee").count() == 1


def test_touching_spans_do_not_overlap(house: House) -> None:
    today = clock.today()
    later, latest = today + timedelta(days=10), today + timedelta(days=20)
    give = {"by": house.by}
    actions.grant(house.operator, "committee", house.community, starts_on=today, ends_on=later, **give)
    actions.grant(house.operator, "committee", house.community, starts_on=later, ends_on=latest, **give)
    for starts_on, ends_on in ((today, None), (later - timedelta(days=1), later), (SINCE, today + timedelta(days=1))):
        code = _code(
            actions.grant, house.operator, "committee", house.community, starts_on=starts_on, ends_on=ends_on, **give
        )
        assert code == "overlap"


def test_grant_refusals(house: House) -> None:
    user, by, here = house.operator, house.by, house.community
    assert _code(actions.grant, user, "no_such", here, by=by) == "no_role"
    assert _code(actions.grant, user, "street", here, by=by) == "no_role"
    assert _code(actions.grant, user, "committee", house.neighbour, by=by) == "other_place"
    assert _code(actions.grant, user, "street", house.street, by=by) == "other_place"
    assert _code(actions.grant, user, "committee", here, by=Access.of_user(user, here)) == "forbidden"
    assert _code(actions.grant, house.admin, "secretary", here, by=by) == "oneself"
    days = {"starts_on": date(2026, 4, 2), "ends_on": date(2026, 4, 2)}
    assert _code(actions.grant, user, "committee", here, by=by, **days) == "bad_dates"
    assert Membership.objects.count() == 2


def test_an_admin_of_the_street_governs_below(house: House) -> None:
    above = house.add("shang", "admin", street=house.street)
    by = Access.of_user(above, house.community)
    assert actions.grant(house.operator, "committee", house.neighbour, by=by).community == house.neighbour
    assert actions.grant(house.operator, "street", house.street, by=by).street == house.street
    assert _code(actions.grant, house.operator, "committee", house.far, by=by) == "other_place"
    assert _code(actions.grant, house.operator, "street", house.district, by=by) == "other_place"
    assert queries.scopes_of(by) == [house.community, house.street]
    assert queries.scopes_of(house.by) == [house.community]


def test_ending_today(house: House) -> None:
    row = house.operator.memberships.get()
    actions.end_membership(row, by=house.by)
    assert Access.of_user(house.operator, house.community).permissions == frozenset()
    row.refresh_from_db()
    assert row.ends_on == clock.today()
    assert Entry.objects.get(kind="accounts.ended").data["ends_on"] == clock.today().isoformat()


def test_ending_twice_is_refused(house: House) -> None:
    row = house.operator.memberships.get()
    actions.end_membership(row, by=house.by)
    assert _code(actions.end_membership, row, by=house.by) == "ended"
    assert Entry.objects.filter(kind="accounts.ended").count() == 1


def test_two_at_once_end_it_once(house: House) -> None:
    row, same = house.operator.memberships.get(), house.operator.memberships.get()
    actions.end_membership(row, by=house.by)
    assert _code(actions.end_membership, same, by=house.by) == "stale"


def test_an_end_can_come_nearer_but_not_further(house: House) -> None:
    today = clock.today()
    row = house.operator.memberships.get()
    actions.end_membership(row, by=house.by, on=today + timedelta(days=30))
    actions.end_membership(row, by=house.by, on=today + timedelta(days=10))
    assert _code(actions.end_membership, row, by=house.by, on=today + timedelta(days=20)) == "ended"
    assert _code(actions.end_membership, row, by=house.by, on=today - timedelta(days=1)) == "past"


def test_one_that_has_not_begun_never_holds(house: House) -> None:
    soon = clock.today() + timedelta(days=5)
    row = actions.grant(house.operator, "committee", house.community, by=house.by, starts_on=soon)
    actions.end_membership(row, by=house.by)
    assert (row.starts_on, row.ends_on) == (soon, soon)
    assert not row.is_valid_on(soon)
    actions.grant(house.operator, "committee", house.community, by=house.by, starts_on=soon)


def test_ending_refusals(house: House) -> None:
    mine, other = house.admin.memberships.get(), house.add("fern", "operator", community=house.far).memberships.get()
    assert _code(actions.end_membership, mine, by=house.by) == "oneself"
    assert _code(actions.end_membership, other, by=house.by) == "other_place"
    by = Access.of_user(house.operator, house.community)
    assert _code(actions.end_membership, mine, by=by) == "forbidden"


def test_the_database_keeps_one_scope_and_order(house: House) -> None:
    bad = (
        {},
        {"community": house.community, "street": house.street},
        {"community": house.community, "ends_on": date(2019, 12, 31)},
    )
    for fields in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=house.operator, role="committee", starts_on=SINCE, **fields)


def test_user_names_are_one_in_any_case(house: House) -> None:
    assert User.objects.get_by_natural_key("WANG") == house.operator
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="Wang", name="又一个")
