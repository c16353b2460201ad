"""重复: the list, side by side, merging and saying that they are two."""

from datetime import date

import pytest

from huijia.core.people import actions
from huijia.core.people.models import Distinct, Person
from tests.cast import Cast, cast
from tests.doors.desk.conftest import SignIn

URL = "/desk/people/doubles/"


@pytest.fixture
def double(home: Cast) -> Person:
    facts = {"name": "赵明明", "phone": "13800001234", "education": "高中", "born_on": date(1960, 5, 1)}
    return actions.register_person(facts, by=home.access("operator"), sure=True)


def url(home: Cast, double: Person, rest: str = "") -> str:
    return f"{URL}{home.resident.pk}-{double.pk}/{rest}"


def test_listed_and_side_by_side(home: Cast, double: Person, as_: SignIn) -> None:
    page = as_("operator").get(URL).content.decode()
    assert f'href="{url(home, double)}"' in page
    assert "姓名和电话相同" in page
    both = as_("operator").get(url(home, double)).content.decode()
    for words in ("高中", "1960-05-01", "138****1234", "家庭成员", "保留左边"):
        assert words in both, words
    assert "13800001234" not in both


def test_each_field_is_chosen(home: Cast, double: Person, as_: SignIn) -> None:
    sent = {"keep": "left", "take_education": "right", "take_born_on": "left"}
    answer = as_("operator").post(url(home, double), sent)
    assert answer.headers["Location"] == f"/desk/people/{home.resident.pk}/"
    kept = Person.objects.of(home.community).get(pk=home.resident.pk)
    assert (kept.education, kept.born_on) == ("高中", None)
    assert Person.objects.of(home.community).get(pk=double.pk).merged_into_id == kept.pk
    assert "没有发现重复" in as_("operator").get(URL).content.decode()
    assert "已经并入" in as_("operator").get(url(home, double)).content.decode()
    assert as_("operator").post(url(home, double), sent).status_code == 302, "twice is once"
    assert as_("operator").post(url(home, double), {**sent, "keep": "right"}).status_code == 409


def test_neither_chosen_and_refusals_stay_on_the_page(home: Cast, double: Person, as_: SignIn) -> None:
    assert as_("operator").post(url(home, double), {}).status_code == 422
    actions.register_household(dwelling=home.flat, head=double, on=date(2022, 1, 1), by=home.access("operator"))
    page = as_("operator").post(url(home, double), {"keep": "left"})
    assert page.status_code == 422
    assert "这两条在同一段时间属于不同的户" in page.content.decode()


def test_two_people(home: Cast, double: Person, as_: SignIn) -> None:
    as_("operator").post(url(home, double, "different/"))
    as_("operator").post(url(home, double, "different/"))
    assert Distinct.objects.of(home.community).count() == 1
    assert "没有发现重复" in as_("operator").get(URL).content.decode()


def test_elsewhere_and_without_the_right(home: Cast, double: Person, as_: SignIn) -> None:
    other = cast("乙社区")
    assert as_("operator").get(f"{URL}{home.resident.pk}-{other.resident.pk}/").status_code == 404
    assert as_("operator").post(f"{URL}{home.resident.pk}-{home.resident.pk}/different/").status_code == 404
    assert as_("worker").get(URL).status_code == 403
    assert as_("worker").post(url(home, double), {"keep": "left"}).status_code == 403
