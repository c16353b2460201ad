"""One resident's page, by who reads it; correcting, revealing, steps, taking back."""

from datetime import date

import pytest

from huijia.core.people import actions
from huijia.core.people.models import Change, HouseholdMember, Person
from huijia.kernel.ledger import kinds
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, count_queries

NUMBER = "329999195503020028"


def number() -> str:
    first = NUMBER[:17]
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11]


@pytest.fixture
def known(home: Cast) -> Person:
    facts = {
        "id_number": number(), "registered_address": "镇江市南山路1号", "key_groups": ["alone"], "note": "听力不好",
    }
    actions.correct_person(home.resident, facts, by=home.access("operator"))
    return Person.objects.of(home.community).get(pk=home.resident.pk)


def url(person: Person, rest: str = "") -> str:
    return f"/desk/people/{person.pk}/{rest}"


def test_the_office_sees_it_masked(home: Cast, known: Person, as_: SignIn) -> None:
    page = as_("operator").get(url(known)).content.decode()
    for words in (
        "赵明明", "71 岁", "138****1234", f"3299**********{number()[-4:]}", "镇江市****", "听力不好", "傅家组12号",
        "独居", "王接线 2026年4月13日标注", "陈中心", "冯走访",
    ):
        assert words in page, words
    for hidden in ("13800001234", number(), "南山路1号"):
        assert hidden not in page


def test_who_looks_after_them_sees_names_and_no_papers(home: Cast, known: Person, as_: SignIn) -> None:
    page = as_("neighbour").get(url(known)).content.decode()
    assert "赵明明" in page
    assert "独居" in page
    for hidden in ("3299", "镇江市", "听力不好", "更正", "13800001234"):
        assert hidden not in page


def test_others_of_the_grid_see_it_masked(home: Cast, known: Person, as_: SignIn) -> None:
    for who in ("worker", "leader"):
        page = as_(who).get(url(known)).content.decode()
        assert "赵*" in page
        for hidden in ("赵明明", "独居", "3299", "镇江市", "听力不好", "71 岁"):
            assert hidden not in page, hidden


def test_not_theirs_to_know_of(home: Cast, as_: SignIn) -> None:
    other = cast("乙社区")
    for who in ("operator", "worker", "neighbour"):
        assert as_(who).get(url(other.resident)).status_code == 404
    for who in ("worker", "leader", "neighbour"):
        assert as_(who).get(url(home.persons["second"])).status_code == 404


@pytest.mark.parametrize(("field", "clear"), [("phone", "13800001234"), ("registered_address", "镇江市南山路1号")])
def test_a_look_needs_a_reason_and_leaves_one_entry(
    home: Cast, known: Person, as_: SignIn, field: str, clear: str
) -> None:
    refused = as_("operator").post(url(known, "reveal/"), {"field": field, "reason": ""})
    assert refused.status_code == 422
    page = as_("operator").post(url(known, "reveal/"), {"field": field, "reason": "核对"})
    assert clear in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert number() not in page.content.decode(), "only the one field"
    assert clear not in as_("operator").get(url(known)).content.decode()
    entry = Entry.objects.get(kind__contains="revealed")
    assert entry.actor_label == "王接线"
    assert "核对" in kinds.say(entry)


def test_papers_are_not_for_neighbours(home: Cast, known: Person, as_: SignIn) -> None:
    for who in ("worker", "leader", "neighbour"):
        answer = as_(who).post(url(known, "reveal/"), {"field": "id_number", "reason": "看看"})
        assert answer.status_code == 403
        assert number() not in answer.content.decode()
    assert as_("leader").post(url(known, "reveal/"), {"field": "phone", "reason": "看看"}).status_code == 403
    called = as_("neighbour").post(url(known, "reveal/"), {"field": "phone", "reason": "看望"})
    assert "13800001234" in called.content.decode()


def test_a_correction_keeps_what_was_left_empty(home: Cast, known: Person, as_: SignIn) -> None:
    page = as_("operator").get(url(known, "edit/")).content.decode()
    for hidden in (number(), "13800001234", "南山路1号"):
        assert hidden not in page
    sent = {
        "name": "赵明明", "id_kind": "resident", "sex": known.sex, "born_on": "1955-03-02", "education": "初中",
        "key_groups": ["alone"], "note": "听力不好",
    }
    answer = as_("operator").post(url(known, "edit/"), sent, follow=True)
    assert "已更正：文化程度。" in answer.content.decode()
    kept = Person.objects.of(home.community).get(pk=known.pk)
    assert (kept.phone_hash, kept.id_hash, kept.registered_address) == (
        known.phone_hash, known.id_hash, "镇江市南山路1号"
    )
    as_("operator").post(url(known, "edit/"), {**sent, "drop_phone": "on"})
    assert Person.objects.of(home.community).get(pk=known.pk).phone_sealed == ""


def test_a_contradiction_is_asked_about(home: Cast, known: Person, as_: SignIn) -> None:
    sent = {"name": "赵明明", "id_kind": "resident", "born_on": "1955-02-08", "sex": known.sex}
    page = as_("operator").post(url(known, "edit/"), sent)
    assert page.status_code == 422
    assert page.context["form"].errors["born_on"] == ["与身份证号里的 1955年3月2日 不一致"]
    assert as_("operator").post(url(known, "edit/"), {**sent, "sure": "on"}).status_code == 302


def test_a_death_says_before_what_it_ends_and_can_be_taken_back(home: Cast, as_: SignIn) -> None:
    carer = home.persons["neighbour"]
    page = as_("operator").get(url(carer, "death/")).content.decode()
    for words in ("卸任：党员中心户", "1 户联系户从那天起没有人联系。", "登录账号不会自动停用"):
        assert words in page
    answer = as_("operator").post(url(carer, "death/"), {"on": "2026-04-10"}, follow=True)
    assert "2026年4月10日去世。" in answer.content.decode()
    assert "登记去世" not in answer.content.decode().split("<main")[1].split("最近一次登记")[0]
    change = Change.objects.of(home.community).get()
    back = as_("operator").post(f"/desk/people/changes/{change.pk}/undo/", follow=True).content.decode()
    assert "已撤销：去世。" in back
    assert Person.objects.of(home.community).get(pk=carer.pk).died_on is None


def test_the_head_dies_and_somebody_follows(home: Cast, as_: SignIn) -> None:
    by = home.access("operator")
    wife = actions.register_person({"name": "钱桂子"}, by=by)
    actions.join_household(home.household, person=wife, relation="配偶", on=date(2021, 1, 1), by=by)
    refused = as_("operator").post(url(home.resident, "death/"), {"on": "2026-04-10"})
    assert (refused.status_code, "new_head" in refused.context["form"].errors) == (422, True)
    as_("operator").post(url(home.resident, "death/"), {"on": "2026-04-10", "new_head": wife.pk})
    rows = HouseholdMember.objects.of(home.community).filter(ends_on=None)
    assert [(row.person.name, row.is_head) for row in rows] == [("钱桂子", True)]


def test_leaving_and_joining(home: Cast, as_: SignIn) -> None:
    by = home.access("operator")
    son = actions.register_person({"name": "赵石榴"}, by=by)
    sent = {"household": "傅家组12号", "relation": "子", "on": "2026-03-01"}
    assert as_("operator").post(url(son, "join/"), sent).status_code == 302
    other = actions.register_household(
        dwelling=home.flat, head=home.persons["second"], on=date(2022, 1, 1), number="L7", by=by
    )
    sent = {"household": "L7", "relation": "女婿", "on": "2026-04-01"}
    refused = as_("operator").post(url(son, "join/"), sent)
    assert refused.context["form"].errors["leave"] == ["赵石榴现在在户号 H001；要转过来，请勾选同时离开那一户"]
    as_("operator").post(url(son, "join/"), {**sent, "leave": "on"})
    assert [row.household_id for row in son.households.filter(ends_on=None)] == [other.pk]
    as_("operator").post(url(son, "leave/"), {"on": "2026-04-05"})
    assert not son.households.filter(ends_on=None).exists()
    page = as_("operator").get(url(son)).content.decode()
    for line in ("加入户号 H001", "离开户号 H001", "加入户号 L7", "离开户号 L7"):
        assert line in page
    assert as_("operator").get(url(son, "nonsense/")).status_code == 404


def test_a_merged_row_leads_to_the_one_that_goes_on(home: Cast, as_: SignIn) -> None:
    Person.objects.of(home.community).filter(pk=home.persons["second"].pk).update(merged_into=home.resident)
    page = as_("operator").get(url(home.persons["second"])).content.decode()
    assert f'href="/desk/people/{home.resident.pk}/"' in page
    assert "登记去世" not in page


def test_their_matters_stand_there(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW, phone="13800001234", dwelling=home.dwelling)
    assert matter.ticket in as_("operator").get(url(home.resident)).content.decode()
    assert matter.ticket in as_("operator").get(f"/desk/homes/{home.household.pk}/").content.decode()


def test_queries_do_not_grow(home: Cast, known: Person, as_: SignIn) -> None:
    client = as_("operator")
    client.get(url(known))
    few = count_queries(client, url(known))
    for number_ in range(6):
        home.raise_matter(f"第{number_}件", at=NOW, phone="13800001234")
        actions.correct_person(known, {"note": f"{number_}"}, by=home.access("operator"))
    assert count_queries(client, url(known)) == few
    assert few <= 30
