"""What a reporter may do with a matter of their own, and the code that opens it."""

import pytest

from huijia.core.matters import actions
from huijia.core.matters.enums import Nature, Satisfaction, Source
from huijia.core.matters.models import Grade, Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from tests.cast import MONDAY, Cast


def test_code_fits_as_people_type_it(home: Cast):
    matter = home.raise_matter()
    code = actions.secret_code(matter.uuid)
    assert actions.code_fits(matter, code)
    assert actions.code_fits(matter, f" {code[:4].lower()}-{code[4:]} ")
    assert not actions.code_fits(matter, code[:-1])
    assert not actions.code_fits(matter, "")
    assert not actions.code_fits(Matter(code_hash=""), "")


def test_what_runs_before_is_undone_with_the_rest(home: Cast):
    draft = actions.Draft(text="灯坏了", source=Source.DOOR, nature=Nature.HELP)

    def refuse() -> None:
        Matter.objects.everywhere().update(text="x")
        raise Refusal("不行")

    first = home.raise_matter()
    with pytest.raises(Refusal):
        actions.register(draft, by=home.door(), before=refuse)
    assert Matter.objects.of(home.community).get().text == first.text


def test_reporter_grades_an_answer_once_and_changes_it_once(home: Cast):
    matter = home.closed_matter()
    reporter = Access.reporter(home.community, "居民")
    # What was said on the telephone is no turn of the reporter's own.
    actions.grade(matter, is_solved=True, satisfaction=Satisfaction.FAIR, by=home.access("operator"), channel="phone",
                  at=MONDAY)
    for satisfaction in (Satisfaction.SATISFIED, Satisfaction.UNSATISFIED):
        actions.grade(matter, is_solved=True, satisfaction=satisfaction, by=reporter, at=MONDAY)
    with pytest.raises(Refusal) as refused:
        actions.grade(matter, is_solved=True, satisfaction=Satisfaction.FAIR, by=reporter, at=MONDAY)
    assert refused.value.code == "graded"
    assert [grade.satisfaction for grade in Grade.objects.of(home.community)] == ["unsatisfied", "satisfied", "fair"]


def test_unseen_characters_never_reach_the_database(home: Cast):
    draft = actions.Draft(text="灯\x00坏了", source=Source.ONLINE, reporter_name="甲\x00", place_name="村\x07口")
    matter = actions.register(draft, by=home.door()).matter
    assert (matter.text, matter.reporter_name, matter.place_name) == ("灯坏了", "甲", "村口")
