"""练习: made beside the live community, worked in, cleared and made anew; nothing leaves it."""

import pytest
from django.db import connection

from huijia.core.matters import actions as matters
from huijia.core.matters.models import Matter
from huijia.core.matters.tickets import parse_ticket
from huijia.core.opening.models import PracticeCopy
from huijia.core.opening.practice import clearing, lists, making
from huijia.core.people.models import Household, Person, Post
from huijia.core.places.models import DoorPlate, Grid
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger.models import Entry
from huijia.kernel.notify.models import Outbox
from huijia.serve.counter import actions as counter
from huijia.serve.counter.models import Counter, CounterService, Hours
from huijia.serve.errands import actions as errands
from huijia.serve.errands.models import ErrandService
from tests.cast import MONDAY, Cast, cast
from tests.core.opening.conftest import browser

URL = "/desk/practice/"


@pytest.fixture
def copy(home: Cast) -> PracticeCopy:
    copy = making.make(by=home.access("secretary"), queued=False)
    making.work(copy.pk)
    copy.refresh_from_db()
    return copy


def practice_access(home: Cast, copy: PracticeCopy, who: str) -> Access:
    practice = Community.objects.select_related("street__district", "practice_of").get(pk=copy.practice_id)
    return Access.of_user(home.users[who], practice, MONDAY)


def test_what_is_copied_and_what_is_invented(home: Cast, copy: PracticeCopy) -> None:
    practice = copy.practice
    assert copy.state == "ready" and copy.done == copy.total > 15
    assert list(Grid.objects.of(practice).values_list("code", flat=True)) == [home.grid.code, home.grid2.code]
    person = Person.objects.of(practice).get(user=home.users["committee"])
    assert person.name == "吴卫民" and person.phone_hash != home.persons["committee"].phone_hash
    assert not Person.objects.of(practice).filter(name="赵明明").exists()
    assert {*Matter.objects.of(practice).values_list("state", flat=True)} >= {
        "collected", "accepted", "assigned", "handling", "escalated", "reported", "checked", "closed",
    }
    assert Household.objects.of(practice).count() == 8
    assert Matter.objects.of(home.community).count() == 0
    assert User.objects.count() == 10


def test_numbers_and_plates_say_so(copy: PracticeCopy) -> None:
    matter = Matter.objects.of(copy.practice).first()
    assert matter is not None and matter.ticket.startswith("练习")
    assert parse_ticket(matter.ticket) == parse_ticket(matter.ticket.removeprefix("练习"))
    plates = DoorPlate.objects.of(copy.practice)
    assert plates and all("练" in plate.place_name for plate in plates)


def test_nothing_is_sent(home: Cast, copy: PracticeCopy) -> None:
    told = Outbox.objects.filter(community_id=copy.practice_id)
    assert told.exists() and {*told.values_list("state", flat=True)} == {"practice"}
    assert not Outbox.objects.filter(community_id=home.community.pk).exists()


def test_everybody_works_there_with_the_own_login(home: Cast, copy: PracticeCopy) -> None:
    by = practice_access(home, copy, "committee")
    mine = Matter.objects.of(copy.practice).filter(state="assigned", responsible__in=by.post_ids).first()
    assert mine is not None
    matters.take(mine, by=by, at=MONDAY)
    for who in ("secretary", "committee", "operator", "worker", "leader", "neighbour"):
        client = browser(home.users[who], home.community)
        assert client.post(f"{URL}enter/", follow=True).status_code == 200
        page = client.get("/desk/").content.decode()
        assert "practice-band" in page and 'class="staff practice ' in page
        client.post(f"{URL}leave/")
        assert "practice-band" not in client.get("/desk/").content.decode()


def test_a_resident_sees_the_band(copy: PracticeCopy, client: object) -> None:
    plate = DoorPlate.objects.of(copy.practice).first()
    assert plate is not None
    for url in (f"/d/{plate.token}/", f"/?c={copy.practice.slug}"):
        assert "practice-band" in client.get(url).content.decode()  # type: ignore[attr-defined]


def test_resetting_clears_all_but_the_ledger(home: Cast, copy: PracticeCopy) -> None:
    by = practice_access(home, copy, "operator")
    draft = matters.Draft(text="练习时登记的一件事", source="hotline", nature="help")  # type: ignore[arg-type]
    own = matters.register(draft, by=by, at=MONDAY).matter
    entries = Entry.objects.filter(community_id=copy.practice_id).count()
    live = Person.objects.of(home.community).count()
    assert making.reset(copy, by=home.access("secretary"), queued=False)
    making.work(copy.pk)
    assert not Matter.objects.of(copy.practice).filter(pk=own.pk).exists()
    assert Matter.objects.of(copy.practice).exists() and Post.objects.of(copy.practice).exists()
    assert Entry.objects.filter(community_id=copy.practice_id).count() > entries
    assert Person.objects.of(home.community).count() == live
    connection.check_constraints()


def test_two_people_at_once_reset_it_once(home: Cast, copy: PracticeCopy) -> None:
    other = PracticeCopy.objects.select_related("practice").get(pk=copy.pk)
    assert making.reset(copy, by=home.access("secretary"), queued=False) is True
    assert making.reset(other, by=home.access("admin"), queued=False) is False
    assert Entry.objects.filter(kind="opening.practice_reset").count() == 1
    making.work(copy.pk)
    assert making.reset(other, by=home.access("admin"), queued=False) is False


def test_making_twice_makes_one(home: Cast) -> None:
    first = making.make(by=home.access("secretary"), queued=False)
    assert making.make(by=home.access("admin"), queued=False) == first
    assert Community.objects.filter(practice_of=home.community).count() == 1


def test_a_failure_is_told_and_can_be_tried_again(home: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = making.make(by=home.access("secretary"), queued=False)
    with monkeypatch.context() as patch:
        patch.setattr(making.copying, "copy", lambda practice: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            making.work(copy.pk)
    copy.refresh_from_db()
    assert copy.state == "broken"
    assert "再按一次" in browser(home.users["secretary"]).get(URL).content.decode()
    assert making.reset(copy, by=home.access("secretary"), queued=False)


def test_of_a_community_where_nothing_is_yet(empty: Access) -> None:
    copy = making.make(by=empty, queued=False)
    making.work(copy.pk)
    assert Grid.objects.of(copy.practice).get().name == "练习网格"
    assert Person.objects.of(copy.practice).filter(user_id=empty.user_id).exists()
    assert Matter.objects.of(copy.practice).filter(state="closed").exists()


def test_only_a_practice_copy_is_ever_cleared(home: Cast) -> None:
    with pytest.raises(ValueError, match="not a practice copy"):
        clearing.clear(home.community)


def test_who_may(home: Cast, copy: PracticeCopy) -> None:
    for who in ("operator", "worker", "street"):
        client = browser(home.users[who], home.community)
        assert client.get(URL).status_code == 200
        assert client.post(f"{URL}reset/").status_code == 403
    with pytest.raises(Refusal):
        making.make(by=home.access("operator"))
    with pytest.raises(Refusal) as refused:
        making.reset(copy, by=cast("乙社区").access("secretary"))
    assert refused.value.code == "other_community"


def test_the_pages(home: Cast) -> None:
    client = browser(home.users["secretary"])
    assert "建练习社区" in client.get(URL).content.decode()
    assert client.post(f"{URL}enter/").headers["Location"] == URL
    assert client.post(f"{URL}make/").status_code == 302
    assert "every 2s" in client.get(URL, HTTP_HX_REQUEST="true").content.decode()
    making.work(PracticeCopy.objects.get().pk)
    assert "进入练习" in client.get(URL).content.decode()
    assert client.post(f"{URL}reset/").status_code == 302


def test_what_rooms_offer_is_copied_row_by_row(home: Cast) -> None:
    by = home.access("secretary")
    counter.save_service(None, counter.Card("居住证明", "身份证原件"), by=by)
    counter.save_counter(None, name="便民窗口", place_name="党群服务中心", letter="A", by=by)
    errands.adopt_usual(by=by)
    copy = making.make(by=by, queued=False)
    making.work(copy.pk)
    practice = Community.objects.get(pk=copy.practice_id)
    assert [row.materials for row in CounterService.objects.of(practice)] == ["身份证原件"]
    assert Counter.objects.of(practice).count() == 1
    assert ErrandService.objects.of(practice).count() == ErrandService.objects.of(home.community).count() == 8
    assert making.reset(copy, by=by, queued=False)
    making.work(copy.pk)
    assert CounterService.objects.of(practice).count() == 1


def test_a_model_that_hangs_on_another_is_no_list() -> None:
    with pytest.raises(ValueError, match="Hours is no list: counter"):
        lists.register(Hours)
