"""The page of figures and the records behind each."""

from datetime import timedelta

import pytest
from django.test import Client

from huijia.core.matters.enums import Source
from huijia.insight.figures.catalogue import CATALOGUE
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast

LIST = "/desk/figures/"
APRIL = "?from=2026-04-01&to=2026-04-30"
SEEING = ["secretary", "committee", "operator"]


def as_(home: Cast, who: str) -> Client:
    client = Client()
    client.force_login(home.users[who])
    return client


def page(home: Cast, address: str, who: str = "secretary") -> str:
    answer = as_(home, who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_figure_with_numerator_denominator_and_formula(home: Cast) -> None:
    home.closed_matter()

    text = page(home, LIST + APRIL)

    assert "2026年4月1日至2026年4月30日" in text
    for figure in CATALOGUE.values():
        assert str(figure.label) in text
        assert str(figure.formula) in text
    assert '<td class="num" data-label="数值"><b>100.0</b> %</td>' in text
    assert "/desk/figures/matters_done_on_time/?from=2026-04-01&amp;to=2026-04-30" in text
    assert "/desk/matters/?state=open&amp;lamp=red" in text


@pytest.mark.parametrize("who", SEEING)
@pytest.mark.parametrize("key", CATALOGUE)
def test_each_opens_to_its_records(home: Cast, who: str, key: str) -> None:
    home.closed_matter()
    assert str(CATALOGUE[key].label) in page(home, f"{LIST}{key}/{APRIL}", who)


def test_the_records_show_tickets_and_dates_but_nobody(home: Cast) -> None:
    matter = home.closed_matter("赵明明家门口路灯不亮", phone="13800001234", reporter_name="赵明明")

    text = page(home, f"{LIST}matters_done_on_time/{APRIL}")

    assert f'<a href="/desk/matter/{matter.ticket}/">#{matter.ticket}</a><small>路灯</small>' in text
    assert home.grid.name in text
    assert "按时" in text
    for secret in ("赵明明", "13800001234", "路灯不亮", "吴卫民"):
        assert secret not in text


def test_numerator_and_rest_apart(home: Cast) -> None:
    caller = home.raise_matter(phone="13800000001")
    silent = home.raise_matter(source=Source.ONLINE, phone="13800000002")
    address = f"{LIST}first_contact_on_time/{APRIL}"

    def shown(which: str) -> list[bool]:
        text = page(home, f"{address}&which={which}")
        return [f"#{matter.ticket}<" in text for matter in (caller, silent)]

    with clock.frozen(MONDAY + timedelta(days=3)):
        home.users["secretary"].refresh_from_db()
        assert [shown("hit"), shown("rest"), shown("")] == [[True, False], [False, True], [True, True]]
        text = page(home, address)
    assert '<a href="?from=2026-04-01&amp;to=2026-04-30&amp;which=rest">没有按时</a>' in text
    assert '<td data-label="计为">没有按时</td>' in text
    assert '<span class="stat-number">1 / 2</span>' in text


def test_a_matter_about_the_reader_is_not_listed(home: Cast) -> None:
    about = home.raise_matter("态度不好", about=home.persons["committee"])

    assert f"#{about.ticket}" in page(home, f"{LIST}matters_opened/{APRIL}", "secretary")
    assert f"#{about.ticket}" not in page(home, f"{LIST}matters_opened/{APRIL}", "committee")


def test_the_street_sees_numbers_and_no_records(home: Cast) -> None:
    home.closed_matter()

    text = page(home, LIST + APRIL, "street")

    assert "按时办结率" in text
    assert "/desk/figures/matters_" not in text
    assert "?state=open" not in text
    for key in CATALOGUE:
        assert as_(home, "street").get(f"{LIST}{key}/").status_code == 403


@pytest.mark.parametrize("who", ["worker", "leader", "neighbour", "auditor", "admin"])
def test_without_the_permission(home: Cast, who: str) -> None:
    assert as_(home, who).get(LIST).status_code == 403
    assert as_(home, who).get(f"{LIST}matters_opened/").status_code == 403


def test_only_reading(home: Cast) -> None:
    assert as_(home, "secretary").post(LIST).status_code == 405
    assert as_(home, "secretary").post(f"{LIST}matters_opened/").status_code == 405


def test_a_figure_that_does_not_exist(home: Cast) -> None:
    assert as_(home, "secretary").get(f"{LIST}fame/").status_code == 404


def test_another_community_sees_its_own(home: Cast) -> None:
    matter = home.closed_matter()
    other = cast("乙社区")

    assert f"#{matter.ticket}" not in page(other, f"{LIST}matters_opened/{APRIL}")


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("?from=2026-05-01&to=2026-04-01", "结束日期早于开始日期"),
        ("?from=soon&to=2026-04-01", "by_from"),
        ("?from=2026-05-01", "by_to"),
        ("?from=0001-01-01&to=9999-12-31", "请填 1900 年到 2200 年之间的日期"),
    ],
)
def test_days_that_make_no_sense(home: Cast, query: str, complaint: str) -> None:
    assert complaint in page(home, LIST + query)


def statements(home: Cast, address: str, count: int, django_assert_num_queries: object) -> None:
    client = as_(home, "secretary")
    client.get(address)
    with django_assert_num_queries(count):  # type: ignore[operator]
        client.get(address)


@pytest.mark.parametrize("rows", [3, 30])
def test_as_many_statements_for_thirty_as_for_three(home: Cast, rows: int, django_assert_num_queries: object) -> None:
    for number in range(rows):
        home.raise_matter(f"事{number}")

    statements(home, LIST + APRIL, 5 + len(CATALOGUE), django_assert_num_queries)
    statements(home, f"{LIST}matters_opened/{APRIL}", 7, django_assert_num_queries)
    statements(home, f"{LIST}households_covered/{APRIL}", 9, django_assert_num_queries)


def test_older_pages(home: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from huijia.insight.figures import records

    monkeypatch.setattr(records, "SIZE", 2)
    matters = [home.raise_matter(f"事{number}") for number in range(3)]

    first = page(home, f"{LIST}matters_opened/{APRIL}")
    assert [f"#{matter.ticket}<" in first for matter in matters] == [False, True, True]
    older = page(home, f"{LIST}matters_opened/{APRIL}&before={matters[1].pk}")
    assert [f"#{matter.ticket}<" in older for matter in matters] == [True, False, False]
