"""Somebody comes onto the roster, and what is known of them is put right."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from huijia.core.people import actions
from huijia.core.people.models import Person
from huijia.core.people.queries import people_with_id, person_id_number, person_phone
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import kinds
from huijia.kernel.ledger.models import Entry
from huijia.kernel.search import queries as search
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast

pytestmark = pytest.mark.django_db



@pytest.fixture(autouse=True)
def morning():
    with clock.frozen(MONDAY):
        yield


@pytest.fixture
def home() -> Cast:
    return cast()


@pytest.fixture
def by(home: Cast) -> Access:
    return home.access("operator")


def check_digit(first: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11]


def number(first: str) -> str:
    return first + check_digit(first)


WOMAN_1955 = number("32118119550302124")


def test_all_that_an_office_keeps(home: Cast, by: Access):
    person = actions.register_person(
        {
            "name": " 傅小荷 ", "phone": "139 0000 9999", "id_kind": "resident", "id_number": WOMAN_1955.lower(),
            "ethnicity": "汉族", "education": "初中", "politics": "none", "registered_address": "镇江市南山路1号",
            "register_status": "same", "employment": "退休", "key_groups": ["aged", "alone"], "note": "听力不好",
        },
        by=by,
    )
    kept = Person.objects.of(home.community).get(pk=person.pk)
    assert (kept.name, kept.phone_tail, person_phone(kept)) == ("傅小荷", "9999", "13900009999")
    assert (kept.born_on, kept.sex) == (date(1955, 3, 2), "female"), "told by the identity number"
    assert person_id_number(kept) == WOMAN_1955
    assert WOMAN_1955 not in kept.id_sealed
    assert kept.key_groups == ["alone", "aged"]
    assert kept.updated_on == MONDAY.date()
    assert [row.pk for row in people_with_id(home.community, f" {WOMAN_1955.lower()} ")] == [kept.pk]
    assert [hit.object_id for hit in search.find(by, "fxh 9999", kinds=["person"])] == [kept.pk]
    assert kinds.say(Entry.objects.get(kind="people.registered")) == "登记居民 傅小荷"
    assert kinds.say(Entry.objects.get(kind="people.groups_set")) == "傅小荷 的重点类别：增加 独居、高龄，去掉 —"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"), ({"name": "傅" * 41}, "name"), ({"name": "傅", "phone": "12"}, "phone"),
        ({"name": "傅", "id_number": "321181195503021241"}, "id_number"),
        ({"name": "傅", "id_kind": "passport", "id_number": "?"}, "id_number"),
        ({"name": "傅", "id_kind": "none", "id_number": "E1234567"}, "id_number"),
        ({"name": "傅", "born_on": date(2026, 4, 14)}, "born_on"), ({"name": "傅", "sex": "x"}, "sex"),
        ({"name": "傅", "key_groups": ["rich"]}, "key_groups"), ({"name": "傅", "politics": "x"}, "politics"),
    ],
)
def test_what_cannot_be_used(home: Cast, by: Access, facts: dict[str, Any], field: str):
    with pytest.raises(Refusal) as refused:
        actions.register_person(facts, by=by)
    assert refused.value.field == field
    assert not Entry.objects.filter(kind="people.registered").exists()


def test_other_documents_and_none(by: Access):
    abroad = actions.register_person({"name": "傅一", "id_kind": "passport", "id_number": "e 123-4567"}, by=by)
    nothing = actions.register_person({"name": "傅二", "id_kind": "none"}, by=by)
    assert (person_id_number(abroad), abroad.id_kind) == ("E1234567", "passport")
    assert (nothing.id_kind, nothing.id_hash) == ("none", "")


def test_an_area_code_that_no_longer_exists_is_taken(by: Access):
    person = actions.register_person({"name": "傅一", "id_number": number("99999919900101001")}, by=by)
    assert (person.sex, person.born_on) == ("male", date(1990, 1, 1))


def test_contradictions_are_said_once_and_then_kept(by: Access):
    facts = {"name": "傅一", "id_number": WOMAN_1955, "born_on": date(1955, 2, 8), "sex": "male"}
    with pytest.raises(actions.Unsure) as asked:
        actions.register_person(facts, by=by)
    assert [(doubt.field, str(doubt)) for doubt in asked.value.doubts] == [
        ("born_on", "与身份证号里的 1955年3月2日 不一致"), ("sex", "与身份证号里的“女”不一致"),
    ]
    person = actions.register_person(facts, by=by, sure=True)
    assert (person.born_on, person.sex) == (date(1955, 2, 8), "male")


def test_the_same_document_is_never_there_twice(by: Access):
    actions.register_person({"name": "傅一", "id_number": WOMAN_1955}, by=by)
    with pytest.raises(Refusal) as refused:
        actions.register_person({"name": "傅二", "id_number": WOMAN_1955}, by=by, sure=True)
    assert (refused.value.code, refused.value.field) == ("known", "id_number")


def test_somebody_alike_is_asked_about(home: Cast, by: Access):
    with pytest.raises(actions.Unsure) as asked:
        actions.register_person({"name": "赵明明", "phone": "13800001234"}, by=by)
    assert [row.pk for row in asked.value.alike] == [home.resident.pk]
    actions.register_person({"name": "赵明明", "phone": "13800001234"}, by=by, sure=True)
    assert Person.objects.of(home.community).filter(name="赵明明").count() == 2


def test_the_same_page_sent_twice_is_one_person(home: Cast, by: Access):
    uuid = uuid4()
    first = actions.register_person({"name": "傅一"}, by=by, uuid=uuid)
    again = actions.register_person({"name": "傅一"}, by=by, uuid=uuid)
    assert again.pk == first.pk
    with pytest.raises(Refusal) as refused:
        actions.register_person({"name": "傅二"}, by=by, uuid=uuid)
    assert refused.value.code == "conflict"


def test_a_correction_names_fields_and_never_values(home: Cast, by: Access):
    changed = actions.correct_person(
        home.resident, {"name": "赵明明", "phone": "13800005678", "id_number": WOMAN_1955, "education": "高中"}, by=by
    )
    assert changed == ["sex", "born_on", "phone", "id_kind", "id_number", "education"]
    entry = Entry.objects.get(kind="people.corrected")
    assert kinds.say(entry) == "更正 赵明明：性别、出生日期、电话、证件类型、证件号码、文化程度"
    assert "5678" not in f"{entry.data}{entry.personal}"
    assert "1955" not in f"{entry.data}{entry.personal}"
    assert [hit.object_id for hit in search.find(by, "5678", kinds=["person"])] == [home.resident.pk]
    assert actions.correct_person(home.resident, {"education": "高中", "phone": "138 0000 5678"}, by=by) == []
    assert Entry.objects.filter(kind="people.corrected").count() == 1


def test_an_empty_number_keeps_the_one_that_is_known(home: Cast, by: Access):
    actions.correct_person(home.resident, {"id_kind": "resident", "id_number": WOMAN_1955}, by=by)
    actions.correct_person(home.resident, {"id_kind": "resident", "id_number": "", "note": "改了备注"}, by=by)
    assert person_id_number(Person.objects.of(home.community).get(pk=home.resident.pk)) == WOMAN_1955
    with pytest.raises(Refusal) as refused:
        actions.correct_person(home.resident, {"id_kind": "passport", "id_number": ""}, by=by)
    assert refused.value.field == "id_number"
    actions.correct_person(home.resident, {"id_kind": "none", "id_number": ""}, by=by)
    assert Person.objects.of(home.community).get(pk=home.resident.pk).id_hash == ""


def test_without_the_right_and_elsewhere(home: Cast, by: Access):
    other = cast("乙社区")
    for who in ("worker", "leader", "neighbour", "street", "auditor", "admin"):
        with pytest.raises(Refusal) as refused:
            actions.register_person({"name": "傅一"}, by=home.access(who))
        assert refused.value.code == "forbidden"
        with pytest.raises(Refusal) as refused:
            actions.correct_person(home.resident, {"note": "改"}, by=home.access(who))
        assert refused.value.code == "forbidden"
    with pytest.raises(Refusal) as refused:
        actions.correct_person(other.resident, {"note": "改"}, by=by)
    assert refused.value.code == "other_community"


def test_reveals_need_a_reason_and_leave_an_entry(home: Cast, by: Access):
    actions.correct_person(home.resident, {"id_number": WOMAN_1955, "registered_address": "镇江市南山路1号"}, by=by)
    with pytest.raises(Refusal) as refused:
        actions.reveal_field(home.resident, field="id_number", reason=" ", by=by)
    assert refused.value.field == "reason"
    person = Person.objects.of(home.community).get(pk=home.resident.pk)
    assert actions.reveal_field(person, field="id_number", reason="办老年卡", by=by) == WOMAN_1955
    assert actions.reveal_field(person, field="registered_address", reason="核对", by=by) == "镇江市南山路1号"
    assert actions.reveal_field(person, field="phone", reason="回电", by=by) == "13800001234"
    said = [kinds.say(entry) for entry in Entry.objects.filter(kind__contains="revealed").order_by("id")]
    assert said == ["查看证件号码：办老年卡", "查看户籍地址：核对", "查看电话：回电"]
    for who in ("worker", "neighbour"):
        with pytest.raises(Refusal) as refused:
            actions.reveal_field(person, field="id_number", reason="看看", by=home.access(who))
        assert refused.value.code == "forbidden"
