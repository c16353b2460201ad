"""Signing up: a place where there is one, a number in the line where not, and never twice."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huijia.core.signup import actions
from huijia.core.signup.enums import Audience, Channel
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.notify.models import Outbox
from tests.cast import Cast, cast
from tests.core.signup.conftest import NOW, STARTS, fresh, planned, sign, states


def test_a_place_is_taken_and_the_resident_is_told(home: Cast):
    occasion = planned(home)
    signup = sign(occasion, phone="138 0000 1234", note="腿脚不便")
    assert (signup.state, signup.party, signup.place, signup.phone_tail) == ("signed", 1, 0, "1234")
    assert "13800001234" not in signup.phone_sealed
    occasion.refresh_from_db()
    assert (occasion.seats_taken, occasion.waiting) == (1, 0)
    assert list(Outbox.objects.values_list("template", flat=True)) == ["signup.signed"]
    entry = Entry.objects.get(kind="signup.signed")
    assert (entry.personal, entry.data) == ({"name": "钱小华"}, {"title": "防诈骗讲座", "party": 1, "place": 0})


def test_the_roster_is_linked_by_number_and_name(home: Cast):
    occasion = planned(home)
    assert sign(occasion, "赵明明", phone="13800001234").person == home.resident
    assert sign(occasion, "赵阿姨", phone="13800001234").person == home.resident
    assert sign(occasion, "别人家", phone="13800001234").person is None


def test_when_it_is_full_the_next_ones_wait_in_order(home: Cast):
    occasion = planned(home, capacity=2)
    for name in ("甲", "乙", "丙", "丁"):
        sign(occasion, name)
    assert states(occasion) == [("甲", "signed"), ("乙", "signed"), ("丙", "waiting"), ("丁", "waiting")]
    assert list(Signup.objects.of(home.community).order_by("pk").values_list("place", flat=True)) == [0, 0, 1, 2]


def test_without_a_waiting_line_it_is_full(home: Cast):
    occasion = planned(home, capacity=1, has_line=False)
    sign(occasion, "甲")
    with pytest.raises(actions.Full):
        sign(occasion, "乙")
    assert states(occasion) == [("甲", "signed")]


def test_a_family_takes_as_many_places_as_it_has_people(home: Cast):
    occasion = planned(home, capacity=3)
    signup = sign(occasion, "甲", company=["乙", " 丙 ", ""], party=1)
    assert (signup.party, signup.company, signup.state) == (3, ["乙", "丙"], "signed")
    assert sign(occasion, "丁").state == "waiting"


def test_no_limit_takes_everybody(home: Cast):
    occasion = planned(home, capacity=None)
    assert [sign(occasion, name).state for name in "甲乙丙丁戊"] == ["signed"] * 5
    occasion.refresh_from_db()
    assert occasion.free is None


@pytest.mark.parametrize(("more", "field"), [
    ({"name": " "}, "name"), ({"phone": "12"}, "phone"), ({"phone": "110"}, "phone"), ({"party": 9}, "party"),
    ({"note": "长" * 500}, "note"),
])
def test_what_cannot_be_used_is_said_beside_its_field(home: Cast, more: dict[str, object], field: str):
    occasion = planned(home, capacity=20)
    with pytest.raises(Refusal) as refused:
        sign(occasion, **{"name": "甲", **more})  # type: ignore[arg-type]
    assert refused.value.field == field


def test_nobody_can_come_in_a_larger_party_than_there_are_seats(home: Cast):
    with pytest.raises(Refusal) as refused:
        sign(planned(home, capacity=2), "甲", party=3)
    assert refused.value.field == "party"


def test_sent_twice_is_one_and_other_words_are_a_conflict(home: Cast):
    occasion, key = planned(home), uuid.uuid4()
    by = Access.reporter(home.community, "居民")
    first = actions.sign(occasion, actions.SignupDraft("甲", uuid=key), by=by)
    again = actions.sign(occasion, actions.SignupDraft("甲", uuid=key), by=by)
    assert (again.signup.pk, again.code, again.repeated) == (first.signup.pk, first.code, True)
    with pytest.raises(actions.Conflict):
        actions.sign(occasion, actions.SignupDraft("乙", uuid=key), by=by)
    occasion.refresh_from_db()
    assert occasion.seats_taken == 1


def test_the_same_name_and_number_is_signed_up_already(home: Cast):
    occasion = planned(home)
    sign(occasion, "甲", phone="13800001234")
    with pytest.raises(Refusal) as refused:
        sign(occasion, "甲", phone="138-0000-1234")
    assert (refused.value.code, refused.value.field) == ("double", "name")
    assert sign(occasion, "乙", phone="13800001234").state == "signed"
    occasion.refresh_from_db()
    assert occasion.seats_taken == 2


def test_who_cancelled_may_sign_up_again(home: Cast):
    occasion = planned(home)
    actions.cancel_signup(sign(occasion, "甲", phone="13800001234"), by=home.door())
    assert sign(occasion, "甲", phone="13800001234").state == "signed"


def test_the_code_opens_and_only_its_hash_is_kept(home: Cast):
    done = actions.sign(planned(home), actions.SignupDraft("甲"), by=home.door())
    assert actions.code_fits(done.signup, f" {done.code.lower()[:4]} {done.code[4:]}")
    assert not actions.code_fits(done.signup, "AAAAAAAA") and not actions.code_fits(done.signup, "")
    assert done.code not in done.signup.code_hash


def test_only_while_sign_up_is_open(home: Cast):
    early = planned(home, title="早", opens_at=NOW + timedelta(hours=1))
    late = planned(home, title="晚", opens_at=NOW - timedelta(days=1), closes_at=NOW)
    for occasion in (early, late):
        with pytest.raises(Refusal) as refused:
            sign(occasion)
        assert refused.value.code == "closed"
        assert sign(occasion, by=home.access("operator"), channel=Channel.COUNTER).state == "signed"


def test_after_the_end_nobody_is_signed_up_any_more(home: Cast):
    occasion = planned(home)
    with pytest.raises(Refusal) as refused:
        sign(occasion, by=home.access("operator"), at=STARTS + timedelta(hours=3), channel=Channel.COUNTER)
    assert refused.value.code == "closed"


def test_what_the_office_fills_is_not_open_to_residents(home: Cast):
    occasion = planned(home, audience=Audience.OFFICE)
    with pytest.raises(Refusal):
        sign(occasion)
    assert sign(occasion, by=home.access("worker"), channel=Channel.NEIGHBOUR).state == "signed"


def test_residents_of_the_roster_only(home: Cast):
    occasion = planned(home, audience=Audience.ROSTER)
    for phone in ("", "13911112222"):
        with pytest.raises(Refusal) as refused:
            sign(occasion, "甲", phone=phone)
        assert refused.value.field == "phone"
    assert sign(occasion, "赵明明", phone="13800001234").state == "signed"


def test_who_may_not(home: Cast):
    occasion = planned(home)
    with pytest.raises(Refusal) as refused:
        sign(occasion, by=home.access("leader"))
    assert refused.value.code == "forbidden"
    other = cast("乙社区")
    with pytest.raises(Refusal) as elsewhere:
        sign(occasion, by=other.access("operator"))
    assert elsewhere.value.code == "other_community"


def test_the_database_itself_refuses_one_too_many(home: Cast):
    occasion = planned(home, capacity=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Occasion.objects.of(home.community).filter(pk=occasion.pk).update(seats_taken=2)


def test_the_ticket_is_found_again(home: Cast):
    signup = sign(planned(home))
    assert signup.ticket == f"H260413-{signup.pk:03d}"
    assert fresh(signup).code_hash
