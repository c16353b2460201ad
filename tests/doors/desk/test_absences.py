"""请假与代理."""

from datetime import timedelta

import pytest

from huijia.core.people.models import Absence
from tests.cast import Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, count_queries

URL = "/desk/absences/"


def leave(home: Cast, person: str = "committee", deputy: str = "second", **more: str) -> dict[str, str]:
    return {
        "person": str(home.persons[person].pk), "deputy": str(home.persons[deputy].pk),
        "starts_at": "2026-04-13T08:30", "ends_at": "2026-04-15T17:30", "reason": "培训", **more,
    }


def test_my_leave_and_back_early(home: Cast, as_: SignIn) -> None:
    client = as_("committee")
    assert client.post(URL, leave(home))["Location"] == URL
    absence = Absence.objects.of(home.community).get()
    assert (absence.person, absence.deputy) == (home.persons["committee"], home.persons["second"])
    page = client.get(URL).content.decode()
    assert "请假中" in page
    assert "提前销假" in page
    for _time in range(2):
        assert client.post(f"{URL}{absence.pk}/cancel/").status_code == 302
    absence.refresh_from_db()
    assert absence.cancelled_at == NOW
    assert "现在没有人请假" in client.get(URL).content.decode()


def test_twice_is_refused(home: Cast, as_: SignIn) -> None:
    client = as_("committee")
    client.post(URL, leave(home))
    again = client.post(URL, leave(home))
    assert again.status_code == 422
    assert "这段时间已登记请假" in again.content.decode()
    assert Absence.objects.of(home.community).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("ends_at", "2026-04-12T08:30", "结束时间须晚于开始时间"),
        ("starts_at", "去年", "输入"),
        ("deputy", "", "这个字段是必填项。"),
        ("reason", "", "这个字段是必填项。"),
    ],
)
def test_what_cannot_be(home: Cast, as_: SignIn, field: str, value: str, message: str) -> None:
    answer = as_("committee").post(URL, leave(home) | {field: value})
    assert answer.status_code == 422
    assert message in str(answer.context["form"].errors[field])


def test_nobody_is_their_own_deputy(home: Cast, as_: SignIn) -> None:
    answer = as_("committee").post(URL, leave(home, deputy="committee"))
    assert answer.context["form"].errors == {"deputy": ["代理人不能是本人"]}


def test_who_assigns_sets_it_for_others_and_others_only_for_themselves(home: Cast, as_: SignIn) -> None:
    assert as_("secretary").post(URL, leave(home, "worker", "committee")).status_code == 302
    assert as_("worker").post(URL, leave(home, "committee", "second")).status_code == 422
    absence = Absence.objects.of(home.community).get()
    assert as_("leader").post(f"{URL}{absence.pk}/cancel/").status_code == 403
    absence.refresh_from_db()
    assert absence.cancelled_at is None
    assert "提前销假" not in as_("leader").get(URL).content.decode()


@pytest.mark.parametrize("who", ["operator", "street", "auditor", "admin"])
def test_who_may_not(as_: SignIn, who: str) -> None:
    assert as_(who).get(URL).status_code == 403
    assert as_(who).post(URL, {}).status_code == 403


def test_another_community(home: Cast, as_: SignIn) -> None:
    other = cast("乙社区")
    absence = Absence.objects.create(
        community=other.community, person=other.persons["committee"], deputy=other.persons["second"], starts_at=NOW,
        ends_at=NOW + timedelta(days=1), reason="x",
    )
    assert as_("secretary").post(f"{URL}{absence.pk}/cancel/").status_code == 404
    answer = as_("secretary").post(URL, leave(home, deputy="second") | {"deputy": str(other.persons["second"].pk)})
    assert answer.status_code == 422


def test_methods(home: Cast, as_: SignIn) -> None:
    assert as_("committee").delete(URL).status_code == 405
    assert as_("committee").get(f"{URL}1/cancel/").status_code == 405


def test_queries_do_not_grow(home: Cast, as_: SignIn) -> None:
    def away(count: int) -> None:
        for number in range(count):
            Absence.objects.create(
                community=home.community, person=home.persons["committee"], deputy=home.persons["second"],
                starts_at=NOW, ends_at=NOW + timedelta(days=number + 1), reason="x",
            )

    client = as_("secretary")
    away(3)
    client.get(URL)
    few = count_queries(client, URL)
    away(27)
    client.get(URL)
    assert count_queries(client, URL) == few == 7
