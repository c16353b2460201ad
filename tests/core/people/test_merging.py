"""Two rows for one person."""

from datetime import date

import pytest

from huijia.core.matters.models import Matter
from huijia.core.people import actions, doubles
from huijia.core.people.enums import PostKind
from huijia.core.people.models import HouseholdMember, Person, Post
from huijia.core.people.queries import people_with_phone
from huijia.core.teams.models import Team, TeamMember
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import kinds
from huijia.kernel.ledger.models import Entry
from huijia.kernel.privacy import actions as privacy
from huijia.kernel.privacy.enums import Channel
from huijia.kernel.privacy.models import Consent, Hold
from huijia.kernel.search import queries as search
from huijia.lib import clock
from tests.cast import MONDAY, SINCE, Cast, cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def morning():
    with clock.frozen(MONDAY):
        yield


@pytest.fixture
def home() -> Cast:
    return cast()


@pytest.fixture
def by(home: Cast) -> Access:
    return home.access("secretary")


@pytest.fixture
def double(home: Cast, by: Access) -> Person:
    facts = {"name": "赵明明", "phone": "13800001234", "education": "高中", "born_on": date(1960, 5, 1)}
    return actions.register_person(facts, by=by, sure=True)


def again(person: Person) -> Person:
    return Person.objects.of(person.community_id).get(pk=person.pk)


def test_likely_doubles_are_listed_with_reasons(home: Cast, by: Access, double: Person):
    page = doubles.likely(home.community)
    found = [(pair.left.pk, pair.right.pk, [str(why) for why in pair.reasons]) for pair in page.pairs]
    assert found == [(home.resident.pk, double.pk, ["姓名和电话相同"])]
    actions.correct_person(home.resident, {"born_on": date(1960, 5, 1), "phone": "13800009999"}, by=by)
    reasons = doubles.likely(home.community).pairs[0].reasons
    assert [str(why) for why in reasons] == ["姓名和出生日期相同"]
    assert doubles.likely(cast("乙社区").community).pairs == []


def test_pages_are_bounded(home: Cast, django_assert_max_num_queries):
    Person.objects.bulk_create([
        Person(community=home.community, name=f"钱{number // 2}", born_on=date(1960, 1, 1)) for number in range(60)
    ])
    with django_assert_max_num_queries(4):
        first = doubles.likely(home.community)
    second = doubles.likely(home.community, first.next)
    assert (len(first.pairs), len(second.pairs), second.next) == (20, 10, "")


def test_two_different_people_are_remembered(home: Cast, by: Access, double: Person):
    actions.call_different(double, right=home.resident, by=by)
    actions.call_different(home.resident, right=double, by=by)
    assert doubles.likely(home.community).pairs == []
    assert Entry.objects.filter(kind="people.different").count() == 1
    with pytest.raises(Refusal) as refused:
        actions.call_different(double, right=cast("乙社区").resident, by=by)
    assert refused.value.code == "other_community"


def test_everything_that_named_the_one_names_the_other(home: Cast, by: Access, double: Person):
    post = actions.give_post(double, kind=PostKind.COMMITTEE, starts_on=SINCE, by=by)
    matter = home.raise_matter()
    Matter.objects.of(home.community).filter(pk=matter.pk).update(about=double)
    team = Team.objects.create(community=home.community, name="巡逻队", starts_on=SINCE)
    for person in (double, home.resident):
        TeamMember.objects.create(community=home.community, team=team, person=person, starts_on=SINCE)
    actions.merge(home.resident, drop=double, take={"education": True, "phone": False}, by=by)
    kept, gone = again(home.resident), again(double)
    assert (kept.education, kept.born_on, gone.merged_into_id) == ("高中", None, kept.pk)
    assert Post.objects.of(home.community).get(pk=post.pk).person_id == kept.pk
    assert Matter.objects.of(home.community).get(pk=matter.pk).about_id == kept.pk
    assert list(TeamMember.objects.of(home.community).values_list("person_id", flat=True)) == [kept.pk]
    assert [row.pk for row in people_with_phone(home.community, "13800001234")] == [kept.pk]
    assert [hit.object_id for hit in search.find(by, "赵明明", kinds=["person"])] == [kept.pk]
    entry = Entry.objects.get(kind="people.merged")
    assert entry.data["moved"] == {"posts": 1, "matters": 1, "teams": 1, "people.change.person": 1}
    assert kinds.say(entry) == "合并 赵明明 的重复条目，转移 4 条记录"


def test_every_key_to_a_person_is_looked_after():
    keys = {(model._meta.label, field) for model, field in doubles.keys_to_person()}
    assert {("matters.Matter", "about"), ("people.Absence", "deputy"), ("teams.TeamMember", "person")} <= keys
    covered = {(own.model._meta.label, own.field) for own in doubles.all_repoints() if own.model is not None}
    stay = {("people.Person", "merged_into"), ("people.Distinct", "left"), ("people.Distinct", "right")}
    assert keys - covered == stay


def test_one_household_counts_once(home: Cast, by: Access, double: Person):
    actions.join_household(home.household, person=double, relation="其他", on=DAY, by=by)
    actions.merge(home.resident, drop=double, by=by)
    rows = HouseholdMember.objects.of(home.community).filter(household=home.household)
    assert [(row.person_id, row.is_head, row.starts_on, row.ends_on) for row in rows] == [
        (home.resident.pk, True, SINCE, None)
    ]


def test_a_member_row_is_taken_over_where_the_kept_one_has_none(home: Cast, by: Access, double: Person):
    actions.merge(double, drop=home.resident, by=by)
    rows = HouseholdMember.objects.of(home.community).filter(household=home.household)
    assert [(row.person_id, row.is_head) for row in rows] == [(double.pk, True)]


def test_in_two_households_at_a_time_is_put_right_first(home: Cast, by: Access, double: Person):
    actions.register_household(dwelling=home.flat, head=double, on=DAY, by=by)
    with pytest.raises(Refusal) as refused:
        actions.merge(home.resident, drop=double, by=by)
    assert refused.value.code == "two_households"
    assert again(double).merged_into_id is None
    actions.leave_household(double, on=DAY, by=by)
    actions.merge(home.resident, drop=double, by=by)
    assert again(double).merged_into_id == home.resident.pk


def test_twice_changes_nothing_and_a_chain_is_refused(home: Cast, by: Access, double: Person):
    actions.merge(home.resident, drop=double, by=by)
    actions.merge(home.resident, drop=double, by=by)
    assert Entry.objects.filter(kind="people.merged").count() == 1
    for keep, drop in ((double, home.resident), (home.persons["second"], double)):
        with pytest.raises(Refusal) as refused:
            actions.merge(keep, drop=drop, by=by)
        assert refused.value.code == "stale"
    with pytest.raises(Refusal) as refused:
        actions.correct_person(double, {"note": "改"}, by=by)
    assert refused.value.code == "merged"


def test_two_people_merging_at_once_merge_once(home: Cast, by: Access, double: Person):
    """Both have read the rows before either wrote: the second sees what the first did, whichever way it merges."""
    left, right, mine = again(home.resident), again(double), home.access("operator")
    actions.merge(left, drop=right, by=by)
    with pytest.raises(Refusal) as refused:
        actions.merge(right, drop=left, by=mine)
    assert refused.value.code == "stale"
    assert Entry.objects.filter(kind="people.merged").count() == 1


def test_a_login_goes_along_only_with_who_manages_logins(home: Cast, by: Access, double: Person):
    second = home.persons["second"]
    with pytest.raises(Refusal) as refused:
        actions.merge(double, drop=second, by=home.access("operator"))
    assert refused.value.code == "login"
    with pytest.raises(Refusal) as refused:
        actions.merge(home.persons["committee"], drop=second, by=by)
    assert refused.value.code == "two_logins"
    actions.merge(double, drop=second, by=by)
    assert (again(double).user, again(second).user) == (home.users["second"], None)
    assert home.access("second").person_ids == {double.pk}


def test_the_dead_and_the_living_are_not_merged(home: Cast, by: Access, double: Person):
    actions.record_death(double, on=DAY, by=by)
    with pytest.raises(Refusal) as refused:
        actions.merge(home.resident, drop=double, by=by)
    assert refused.value.code == "died"


def test_rights(home: Cast, double: Person, by: Access):
    other = cast("乙社区")
    for who in ("worker", "leader", "neighbour", "auditor", "admin"):
        with pytest.raises(Refusal) as refused:
            actions.merge(home.resident, drop=double, by=home.access(who))
        assert refused.value.code == "forbidden"
    for keep, drop, code in ((home.resident, other.resident, "other_community"), (double, double, "same")):
        with pytest.raises(Refusal) as refused:
            actions.merge(keep, drop=drop, by=by)
        assert refused.value.code == code


def test_consents_requests_and_holds_go_over(home: Cast, by: Access, double: Person):
    keep, drop = ("person", home.resident.pk), ("person", double.pk)
    for subject in (keep, drop):
        privacy.give("login", subject=subject, channel=Channel.PAPER, by=by)
    privacy.hold(drop, reason="有纠纷", by=by)
    assert actions.merge(home.resident, drop=double, by=by).pk == home.resident.pk
    assert privacy.count_of(home.community, drop) == 0
    rows = Consent.objects.of(home.community).filter(subject_id=keep[1]).order_by("pk")
    assert [row.withdrawn_at for row in rows] == [None, MONDAY]
    assert Hold.objects.of(home.community).get().subject_id == keep[1]
