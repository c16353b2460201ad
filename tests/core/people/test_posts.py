"""Posts, logins and whom a member household looks after, as the verbs keep them."""

from datetime import date

import pytest

from huijia.core.people import actions
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Care, Person, Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import kinds
from huijia.kernel.ledger.models import Entry
from tests.cast import MONDAY, SINCE, Cast, cast

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()


@pytest.fixture
def home() -> Cast:
    return cast()


@pytest.fixture
def by(home: Cast) -> Access:
    return home.access("secretary")


def test_a_person_of_the_same_name_and_number_is_one(home: Cast, by: Access):
    first = actions.add_person(name=" 傅新来 ", phone="139 0000 9999", by=by)
    again = actions.add_person(name="傅新来", phone="13900009999", by=by)
    namesake = actions.add_person(name="傅新来", phone="13900009998", by=by)

    assert (again.pk == first.pk, namesake.pk == first.pk) == (True, False)
    assert Entry.objects.filter(kind="people.person_added").count() == 2


@pytest.mark.parametrize(("name", "phone", "field"), [("", "13900009999", "name"), ("傅", "1", "phone"),
                                                      ("傅" * 41, "13900009999", "name")])
def test_no_name_or_no_number(by: Access, name: str, phone: str, field: str):
    with pytest.raises(Refusal) as refused:
        actions.add_person(name=name, phone=phone, by=by)
    assert refused.value.field == field


def test_the_ledger_says_the_post_in_words(home: Cast, by: Access):
    actions.give_post(home.resident, kind=PostKind.COMMITTEE, starts_on=DAY, by=by)

    assert kinds.say(Entry.objects.get(kind="people.post_given")) == "赵明明 任职：两委成员"


def test_nobody_of_another_community(home: Cast, by: Access):
    other = cast("乙社区")
    tries = (
        {"person": other.resident}, {"person": home.resident, "grid": other.grid},
        {"person": home.resident, "group": other.group},
    )
    for given in tries:
        person = given.pop("person")
        with pytest.raises(Refusal) as refused:
            actions.give_post(person, kind=PostKind.COMMITTEE, starts_on=DAY, by=by, **given)
        assert refused.value.code == "other_community"
    with pytest.raises(Refusal):
        actions.look_after(home.posts["neighbour"], households=[other.household], starts_on=DAY, by=by)
    with pytest.raises(Post.DoesNotExist):
        actions.end_post(other.posts["second"], ends_on=DAY, by=by)


def test_an_end_before_the_start(home: Cast, by: Access):
    with pytest.raises(Refusal) as refused:
        actions.give_post(home.resident, kind=PostKind.COMMITTEE, starts_on=DAY, ends_on=DAY, by=by)
    assert refused.value.field == "ends_on"


def test_what_was_to_begin_later_never_begins(home: Cast, by: Access):
    post = home.posts["neighbour"]
    Care.objects.of(home.community).filter(post=post).update(starts_on=date(2026, 6, 1))
    actions.end_post(post, ends_on=DAY, by=by)

    assert Care.objects.of(home.community).count() == 0


def test_a_freed_household_goes_to_another(home: Cast, by: Access):
    actions.end_post(home.posts["neighbour"], ends_on=DAY, by=by)
    post = actions.give_post(home.resident, kind=PostKind.MEMBER_HOUSEHOLD, starts_on=DAY, grid=home.grid, by=by)
    made = actions.look_after(post, households=[home.household], starts_on=DAY, by=by)

    assert [care.household_id for care in made] == [home.household.pk]


def test_not_outside_the_term(home: Cast, by: Access):
    with pytest.raises(Refusal) as refused:
        actions.look_after(home.posts["neighbour"], households=[home.household], starts_on=date(2019, 1, 1), by=by)
    assert refused.value.field == "starts_on"


def test_a_login_belongs_here_and_to_one(home: Cast, by: Access):
    other = cast("乙社区")
    roleless = User.objects.create(username="nobody", name="无角色")
    tries = ((other.users["committee"], "no_role"), (roleless, "no_role"), (home.users["second"], "taken"))
    for user, code in tries:
        with pytest.raises(Refusal) as refused:
            actions.link_login(home.resident, user=user, by=by)
        assert (refused.value.field, refused.value.code) == ("user", code)
    with pytest.raises(Refusal) as refused:
        actions.link_login(home.persons["second"], user=home.users["admin"], by=by)
    assert refused.value.code == "linked"
    assert Entry.objects.filter(kind="people.login_linked").count() == 0


def test_without_the_right(home: Cast):
    by = home.access("operator")
    care = Care.objects.of(home.community).get()
    for verb in (
        lambda: actions.add_person(name="傅", phone="13900009999", by=by),
        lambda: actions.give_post(home.resident, kind=PostKind.COMMITTEE, starts_on=DAY, by=by),
        lambda: actions.end_post(home.posts["second"], ends_on=DAY, by=by),
        lambda: actions.look_after(home.posts["neighbour"], households=[home.household], starts_on=DAY, by=by),
        lambda: actions.end_care(care, ends_on=DAY, by=by),
        lambda: actions.link_login(home.resident, user=home.users["admin"], by=by),
        lambda: actions.unlink_login(home.persons["second"], by=by),
    ):
        with pytest.raises(Refusal) as refused:
            verb()
        assert refused.value.code == "forbidden"
    assert Person.objects.of(home.community).get(pk=home.persons["second"].pk).user == home.users["second"]
    assert Care.objects.of(home.community).get().starts_on == SINCE
