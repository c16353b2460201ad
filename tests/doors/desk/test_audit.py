"""操作日志."""

from datetime import timedelta

import pytest
from django.db import connection

from huijia.core.matters import actions
from huijia.doors.desk.views import audit
from huijia.kernel.ledger.actions import seal_pending
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, count_queries

URL = "/desk/audit/"


def test_entries_newest_first_without_what_was_written(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW)
    actions.refuse(matter, reason="秘密的理由", where_to_go="供电所", by=home.access("operator"), at=NOW)
    page = as_("auditor").get(URL)
    lines = page.context["lines"]
    assert [line.entry.kind for line in lines] == ["matters.refuse", "matters.registered"]
    assert lines[0].text == "不予受理：〔内容不显示〕；请找：供电所"
    assert lines[0].subject == f"事项 {matter.pk}"
    assert "秘密的理由" not in page.content.decode()


def test_gaps_in_the_numbers_are_explained(home: Cast, as_: SignIn) -> None:
    home.raise_matter(at=NOW)
    assert "编号是全系统连续的，别处的记录不在这里显示。" in as_("auditor").get(URL).content.decode()


def test_filters_stand_in_the_address(home: Cast, as_: SignIn) -> None:
    first = home.raise_matter(at=NOW)
    second = home.raise_matter(at=NOW, by="secretary")
    client = as_("auditor")

    def found(**query: str) -> list[tuple[str, int]]:
        return [(line.entry.kind, line.entry.subject_id) for line in client.get(URL, query).context["lines"]]

    assert found(subject=first.ticket) == [("matters.registered", first.pk)]
    assert found(subject=f"matter:{second.pk}") == [("matters.registered", second.pk)]
    assert found(actor="周书") == [("matters.registered", second.pk)]
    assert found(kind="people.") == []
    assert len(found(kind="matters.", day="2026-04-13")) == 2
    assert found(day="2026-04-12") == []
    assert found(day="昨天") == []
    assert found(subject="胡说") == []


def test_pages_follow_each_other(home: Cast, as_: SignIn) -> None:
    for _number in range(55):
        home.raise_matter(at=NOW)
    first = as_("auditor").get(URL).context
    assert len(first["lines"]) == 50
    assert len(as_("auditor").get(URL, {"before": first["older"]}).context["lines"]) == 5


def test_verify_says_all_is_well_or_what_is_not(home: Cast, as_: SignIn) -> None:
    home.raise_matter(at=NOW)
    seal_pending()
    client = as_("auditor")
    page = client.post(f"{URL}verify/")
    assert page.context["report"].ok
    assert "核对无误：已封存 1 条" in page.content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the trigger is taken off as SQLite does it")
def test_verify_finds_a_changed_entry(home: Cast, as_: SignIn) -> None:
    home.raise_matter(at=NOW)
    seal_pending()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("UPDATE ledger_entry SET actor_label = '别人'")
    page = as_("auditor").post(f"{URL}verify/").content.decode()
    assert "核对发现 1 处问题" in page
    assert "记录被改动过" in page


def test_a_long_ledger_is_left_to_the_command(home: Cast, as_: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    home.raise_matter(at=NOW)
    seal_pending()
    monkeypatch.setattr(audit, "MOST_AT_ONCE", 0)
    page = as_("auditor").post(f"{URL}verify/")
    assert "report" not in page.context
    assert "huijia ledger verify" in page.content.decode()


@pytest.mark.parametrize("who", ["secretary", "committee", "operator", "worker", "leader", "neighbour", "street"])
def test_who_may_not(as_: SignIn, who: str) -> None:
    assert as_(who).get(URL).status_code == 403
    assert as_(who).post(f"{URL}verify/").status_code == 403


def test_another_community_is_not_shown(home: Cast, as_: SignIn) -> None:
    other = cast("乙社区")
    other.raise_matter(at=NOW)
    assert as_("auditor").get(URL).context["lines"] == []


def test_methods(as_: SignIn) -> None:
    assert as_("auditor").post(URL).status_code == 405
    assert as_("auditor").get(f"{URL}verify/").status_code == 405


def test_queries_do_not_grow(home: Cast, as_: SignIn) -> None:
    client = as_("auditor")
    for _number in range(3):
        home.raise_matter(at=NOW - timedelta(hours=1))
    client.get(URL)
    few = count_queries(client, URL)
    for _number in range(27):
        home.raise_matter(at=NOW - timedelta(hours=1))
    client.get(URL)
    assert count_queries(client, URL) == few == 6
    assert Entry.objects.count() == 30
