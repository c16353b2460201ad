"""People who are there with other values: nothing is overwritten unless somebody chose so."""

from datetime import date

import openpyxl
import pytest

from huijia.core.people.models import Person
from huijia.core.people.queries import home_of, person_phone
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.imports import actions
from huijia.kernel.imports.enums import Choice
from huijia.kernel.imports.models import Difference, ImportJob
from huijia.kernel.imports.work import work
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast
from tests.core.people.roster.conftest import Bring
from tests.factories import rosters


def other() -> openpyxl.Workbook:
    """The first family with three changes: the head's schooling and job, and the son's phone."""
    family = rosters.family(1)
    family[0].values.update({"文化程度": "大学", "就业": "退休"})
    family[2].values["联系电话"] = "13800009999"
    return rosters.book([someone.row() for someone in family])


def run(job: ImportJob, home: Cast) -> ImportJob:
    actions.start(job, by=home.access("secretary"), queued=False)
    work(job.pk)
    job.refresh_from_db()
    return job


def facts(home: Cast) -> tuple[str, str, str]:
    head = Person.objects.of(home.community).get(name="回春雨")
    son = Person.objects.of(home.community).get(name="回冬梅2")
    return head.education, head.employment, person_phone(son)


@pytest.fixture
def there(bring: Bring) -> None:
    bring(rosters.book(someone.row() for someone in rosters.family(1)))


@pytest.mark.usefixtures("there")
def test_ours_and_theirs_stand_side_by_side(home: Cast, check: Bring) -> None:
    job = check(other())
    assert (job.fresh, job.doubled, job.differing, job.failed) == (0, 1, 2, 0)
    rows = list(Difference.objects.of(home.community).filter(job=job))
    assert [(row.place, row.row, row.is_filling) for row in rows] == [(1, 2, False), (3, 4, True)]
    assert rows[0].shown == {
        "title": "回春雨（回龙苑2幢1单元1室）", "rows": [["文化程度", "高中", "大学"], ["就业", "", "退休"]],
    }
    assert rows[1].shown["rows"] == [["电话", "", "138****9999"]]
    assert "大学" not in rows[0].sealed


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    ("choice", "wanted", "changed"),
    [
        (Choice.OURS, ("高中", "", ""), 0),
        (Choice.EMPTY, ("高中", "退休", "13800009999"), 2),
        (Choice.THEIRS, ("大学", "退休", "13800009999"), 2),
    ],
)
def test_what_is_chosen_for_all(
    home: Cast, check: Bring, choice: Choice, wanted: tuple[str, str, str], changed: int
) -> None:
    job = check(other())
    actions.choose(job, choice=choice, by=home.access("secretary"))
    run(job, home)
    assert facts(home) == wanted
    assert (job.added, job.changed, job.doubled) == (0, changed, 3 - changed)
    assert Entry.objects.filter(kind="people.corrected").count() == changed
    assert Difference.objects.of(home.community).count() == 0


@pytest.mark.usefixtures("there")
def test_what_is_chosen_for_one(home: Cast, check: Bring) -> None:
    job, by = check(other()), home.access("secretary")
    actions.choose(job, choice=Choice.OURS, by=by)
    actions.choose(job, choice=Choice.THEIRS, place=1, by=by)
    run(job, home)
    assert facts(home) == ("大学", "退休", "")
    assert job.changed == 1


@pytest.mark.usefixtures("there")
def test_filling_is_the_default_and_a_second_run_changes_nothing(home: Cast, check: Bring) -> None:
    run(check(other()), home)
    assert facts(home) == ("高中", "退休", "13800009999")
    entries = Entry.objects.filter(kind="people.corrected").count()
    again = run(check(other()), home)
    assert (again.added, again.changed, again.doubled) == (0, 0, 3)
    assert Entry.objects.filter(kind="people.corrected").count() == entries


@pytest.mark.usefixtures("there")
def test_choosing_is_over_once_it_runs(home: Cast, check: Bring) -> None:
    job, by = check(other()), home.access("secretary")
    actions.start(job, by=by, queued=False)
    for place in (None, 1):
        with pytest.raises(Refusal) as refused:
            actions.choose(job, choice=Choice.THEIRS, place=place, by=by)
        assert refused.value.code == "stale"


@pytest.mark.usefixtures("there")
def test_empty_cells_clear_nothing(home: Cast, check: Bring) -> None:
    family = rosters.family(1)
    for key in ("民族", "文化程度", "联系电话", "人户状态"):
        family[0].values[key] = ""
    job = check(rosters.book([family[0].row()]))
    assert (job.doubled, job.differing) == (1, 0)


@pytest.mark.usefixtures("there")
def test_a_whole_household_moves_where_theirs_is_chosen(home: Cast, check: Bring) -> None:
    family = rosters.family(1)
    for someone in family:
        someone.values["楼栋-单元-室"] = "8-1-808"
    job = check(rosters.book([someone.row() for someone in family]))
    assert job.differing == 3
    actions.choose(job, choice=Choice.THEIRS, by=home.access("secretary"))
    run(job, home)
    assert (job.changed, job.failed, job.errors) == (3, 0, [])
    people = Person.objects.of(home.community).filter(name__in=[someone.values["姓名"] for someone in family])
    assert {home_of(person)[1].address for person in people} == {"回龙苑8幢1单元808室"}  # type: ignore[union-attr]
    assert len({home_of(person)[0] for person in people}) == 1


@pytest.mark.usefixtures("there")
def test_a_move_that_the_rules_forbid_is_said(home: Cast, check: Bring) -> None:
    someone = rosters.family(1)[2]
    someone.values.update({"楼栋-单元-室": "8-1-808", "户主": "别人"})
    job = check(rosters.book([someone.row()]))
    actions.choose(job, choice=Choice.THEIRS, by=home.access("secretary"))
    run(job, home)
    assert job.errors == [[2, "楼栋-单元-室", "住处没有改：那里没有户主是别人的住户，请在住户页登记搬家", ""]]
    assert (job.changed, job.failed) == (0, 1)


@pytest.mark.usefixtures("there")
def test_who_died_is_left_alone(home: Cast, check: Bring) -> None:
    Person.objects.of(home.community).filter(name="回春雨").update(died_on=date(2026, 3, 1))
    job = check(other())
    assert (job.doubled, job.differing) == (2, 1)


def test_who_was_added_by_hand_gets_a_document_and_a_home(home: Cast, bring: Bring) -> None:
    """Known by name and phone: the cast's staff have neither document nor household."""
    worker = home.persons["worker"]
    someone = rosters.family(1, size=1)[0]
    someone.values.update({"姓名": worker.name, "户主": worker.name, "联系电话": person_phone(worker)})
    job = bring(rosters.book([someone.row()]))
    assert (job.added, job.changed) == (0, 1)
    worker.refresh_from_db()
    assert (worker.id_hash != "", worker.education) == (True, "高中")
    assert home_of(worker)[1].address == "回龙苑2幢1单元1室"  # type: ignore[union-attr]
