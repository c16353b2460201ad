"""Residents' rosters as they come: clean, messy, and full of errors."""

from datetime import date

from huijia.core.people.models import Household, HouseholdMember, Person, Residence
from huijia.core.people.queries import home_of, person_id_number, person_phone
from huijia.core.places.models import Dwelling, Grid, Group
from huijia.kernel.ledger.models import Entry
from huijia.kernel.search.queries import find
from huijia.lib.masks import mask_id_number
from tests.cast import Cast
from tests.core.people.roster.conftest import Bring
from tests.factories import rosters

STAFF = 8  # the cast's staff and the one resident


def counts(home: Cast) -> tuple[int, ...]:
    """People, households, homes, memberships, residences, entries of a community."""
    community = home.community
    return (
        Person.objects.of(community).count() - STAFF, Household.objects.of(community).count() - 1,
        Dwelling.objects.of(community).count() - 2, HouseholdMember.objects.of(community).count() - 1,
        Residence.objects.of(community).count() - 1,
        Entry.objects.filter(community_id=community.pk).exclude(kind__startswith="imports.").count(),
    )


def test_the_check_counts_and_changes_nothing(home: Cast, check: Bring) -> None:
    job = check(rosters.clean(10))
    assert (job.state, job.total, job.fresh, job.failed, job.doubled, job.differing) == ("ready", 30, 30, 0, 0, 0)
    assert job.figures == {"households": 10, "homes": 10}
    assert job.samples[0] == {
        "above": "第一网格", "title": "回春雨 · 户主", "text": "回龙苑2幢1单元1室", "below": "1950-02-07 · 汉族"
    }
    assert counts(home) == (0, 0, 0, 0, 0, 0)


def test_a_clean_roster_goes_in_whole(home: Cast, bring: Bring) -> None:
    job = bring(rosters.clean(10))
    assert (job.state, job.added, job.changed, job.failed) == ("done", 30, 0, 0)
    assert counts(home)[:5] == (30, 10, 10, 30, 10)
    head = Person.objects.of(home.community).get(name="回春雨")
    household, dwelling = home_of(head)
    assert household is not None and dwelling is not None
    assert (household.number, dwelling.address) == (f"H{household.pk:05d}", "回龙苑2幢1单元1室")
    members = HouseholdMember.objects.of(home.community).filter(household=household).order_by("pk")
    assert [(row.person.name, row.relation, row.is_head) for row in members] == [
        ("回春雨", "户主", True), ("云秋禾1", "配偶", False), ("回冬梅2", "子", False)
    ]
    assert (head.sex, head.born_on, head.politics, head.register_status) == ("male", date(1950, 2, 7), "none", "same")
    assert (person_phone(head), head.updated_on) == ("19900000100", date(2026, 3, 1))
    assert person_id_number(head) == rosters.id_number(date(1950, 2, 7), 3)
    village = Person.objects.of(home.community).get(name="李石榴")
    assert home_of(village)[1] == Dwelling.objects.of(home.community).get(address="傅家组5号", group=home.group)


def test_people_are_found_and_the_ledger_names_them(home: Cast, bring: Bring) -> None:
    bring(rosters.clean(2))
    by = home.access("secretary")
    assert [hit.title for hit in find(by, "回春雨", kinds=["person"])] == ["回春雨 · 回龙苑2幢1单元1室"]
    assert [hit.title for hit in find(by, "hcy", kinds=["person"])] == ["回春雨 · 回龙苑2幢1单元1室"]
    assert Entry.objects.filter(kind="people.imported").count() == 6
    entry = Entry.objects.filter(kind="people.imported").earliest("pk")
    assert (entry.personal, entry.data) == ({"name": "回春雨"}, {})


def test_a_second_run_adds_and_changes_nothing(home: Cast, bring: Bring) -> None:
    bring(rosters.clean(10))
    before = counts(home)
    job = bring(rosters.clean(10))
    assert (job.added, job.changed, job.doubled, job.failed, job.differing) == (0, 0, 30, 0, 0)
    assert counts(home) == before


def test_a_messy_roster(home: Cast, bring: Bring) -> None:
    job = bring(rosters.messy())
    assert job.sheets == ["第一网格", "第二网格"]
    assert job.errors == [[
        4, "公民身份号码", "后几位数字已丢失（Excel 写成了 1.23E+17），请把这一列设为文本后重新填写",
        "3211**********9968", "第二网格",
    ]]
    assert (job.total, job.added, job.failed) == (8, 7, 1)
    found = {person.name: person for person in Person.objects.of(home.community)}
    family = [found[name] for name in ("赵春雨", "钱竹青", "赵小满")]
    assert [person.born_on for person in family] == [date(1958, 3, 4), date(1960, 7, 9), date(1985, 12, 1)]
    assert [person_phone(person) for person in family] == ["13800000001", "13800000002", "13800000003"]
    assert {home_of(person)[1].address for person in family} == {"回龙苑3幢1单元201室"}  # type: ignore[union-attr]
    assert {home_of(person)[0].number for person in family} == {home_of(family[0])[0].number}  # type: ignore[union-attr]
    # That flat was there, in the second grid, and stays there.
    assert Dwelling.objects.of(home.community).get(address="回龙苑3幢1单元201室").grid == home.grid2
    assert [person.politics for person in family] == ["member", "none", "league"]
    assert (family[2].register_status, family[2].note) == ("outflow", "在苏州上班")
    assert found["孙秋禾"].key_groups == ["alone", "aged"]
    assert (found["李约翰"].id_kind, person_id_number(found["李约翰"])) == ("passport", "E12345678")
    assert home_of(found["李约翰"])[1].address == "回龙苑5幢102室"  # type: ignore[union-attr]
    assert home_of(found["李约翰"])[1].grid == home.grid  # type: ignore[union-attr]
    assert (found["回秀英"].phone_hash, found["回秀英"].ethnicity) == ("", "汉族")
    assert home_of(found["傅老栓"])[1] == home.dwelling
    assert person_phone(found["傅老栓"]) == "0511-85001234"


def test_two_hundred_errors_by_row_and_column(home: Cast, bring: Bring) -> None:
    job = bring(rosters.broken())
    assert (job.total, job.added, job.failed, len(job.errors)) == (300, 100, 200, 200)
    assert [error[:3] for error in job.errors[:8]] == [
        [102, "姓名", "没有姓名"],
        [103, "身份证号", "身份证号的校验位不对，请核对每一位数字。"],
        [104, "出生日期", "看不懂这个日期：“去年春天”，请写成 2024-05-01。"],
        [105, "网格", "没有“第九网格”这个网格。已有：第一网格、第二网格"],
        [106, "联系电话", "电话号码不对，请填写 11 位手机号或带区号的座机号。"],
        [107, "楼栋-单元-室", "看不懂楼栋单元室：“东头大槐树下”，请写成 3-1-201 或 3幢1单元201室"],
        [108, "政治面貌", "看不懂“先进分子”；可写：中共党员、中共预备党员、共青团员、民主党派、群众"],
        [109, "身份证号", "后几位数字已丢失（Excel 写成了 1.23E+17），请把这一列设为文本后重新填写"],
    ]
    assert counts(home)[0] == 100


def test_missing_groups_and_grids_are_made_where_that_was_ticked(home: Cast, bring: Bring) -> None:
    someone = rosters.family(1, size=1)[0]
    someone.values.update({"网格": "第三网格 321111002008003", "小区/村组": "回家组", "楼栋-单元-室": "7"})
    job = bring(rosters.book([someone.row()]), make_missing=True)
    assert (job.added, job.errors) == (1, [])
    dwelling = Dwelling.objects.of(home.community).get(address="回家组7号")
    assert (dwelling.grid.name, dwelling.grid.code) == ("第三网格", "321111002008003")
    assert dwelling.group == Group.objects.of(home.community).get(name="回家组")


def test_a_new_grid_needs_its_code(home: Cast, check: Bring) -> None:
    someone = rosters.family(1, size=1)[0]
    someone.values["网格"] = "第三网格"
    job = check(rosters.book([someone.row()]), make_missing=True)
    assert job.errors == [[
        2, "网格", "没有“第三网格”这个网格；新网格要连 15 至 18 位编码一起写。已有：第一网格、第二网格", "第三网格"
    ]]
    assert Grid.objects.of(home.community).count() == 2


def test_the_same_person_twice_in_one_file(home: Cast, bring: Bring) -> None:
    rows = [someone.row() for someone in rosters.family(1)]
    job = bring(rosters.book([*rows, rows[0]]))
    assert (job.added, job.failed) == (3, 1)
    assert job.errors == [[5, "身份证号", "和第 2 行是同一个人，这一行没有导入", mask_id_number(str(rows[0][9]))]]


def test_a_child_without_document_and_phone_is_known_again_by_its_home(home: Cast, bring: Bring) -> None:
    family = rosters.family(1)
    family[2].values.update({"身份证号": "无", "联系电话": ""})
    made = [someone.row() for someone in family]
    assert bring(rosters.book(made)).added == 3
    again = bring(rosters.book(made))
    assert (again.added, again.doubled) == (0, 3)
    assert Person.objects.of(home.community).get(name=family[2].values["姓名"]).id_kind == "none"


def test_masked_rosters_are_refused_row_by_row(home: Cast, check: Bring) -> None:
    someone = rosters.family(1, size=1)[0]
    someone.values.update({"姓名": "回*", "户主": "回*", "身份证号": "3211**********0017", "联系电话": "199****0100"})
    job = check(rosters.book([someone.row()]))
    assert [error[1] for error in job.errors] == ["姓名", "联系电话", "身份证号"]
    assert (job.total, job.failed) == (1, 1)


def test_a_household_that_is_split_over_chunks_stays_one(home: Cast, bring: Bring, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from huijia.core.people.roster.importer import ResidentImporter

    monkeypatch.setattr(ResidentImporter, "chunk", 2)
    family = rosters.family(1)
    assert bring(rosters.book([family[1].row(), family[2].row(), family[0].row()])).added == 3
    household = Household.objects.of(home.community).exclude(pk=home.household.pk).get()
    members = HouseholdMember.objects.of(home.community).filter(household=household).order_by("pk")
    assert [(row.relation, row.is_head) for row in members] == [("配偶", False), ("子", False), ("户主", True)]

