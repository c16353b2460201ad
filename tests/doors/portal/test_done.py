"""公开办理: counts and endings for the public, without persons and words."""

from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from huijia.core.matters import actions
from huijia.core.matters.enums import State
from huijia.core.matters.models import Matter
from huijia.doors.portal import published
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast

NOW = clock.now()


def test_nothing_yet(client, home: Cast):
    page = client.get("/done/").content.decode()
    assert "还没有办结的事" in page and 'href="/report/"' in page


def test_counts_by_month_with_numerator_and_denominator(home: Cast):
    home.closed_matter(at=MONDAY)
    late = home.closed_matter(at=MONDAY - timedelta(days=40))
    Matter.objects.of(home.community).filter(pk=late.pk).update(closed_at=MONDAY, due_at=MONDAY - timedelta(days=30))
    imported = home.closed_matter(at=MONDAY)
    Matter.objects.of(home.community).filter(pk=imported.pk).update(is_historic=True)
    home.raise_matter(at=MONDAY)
    cast("乙社区").closed_matter(at=MONDAY)
    counts = published.counts_of(home.community, MONDAY)
    april, march = counts.months[0], counts.months[1]
    assert (april.received, april.done, april.on_time, april.timed) == (3, 3, 1, 2)
    assert (march.received, march.done) == (1, 0)
    assert len(counts.months) == 12
    assert counts.categories == [("路灯", 3)]


def test_months_begin_at_local_midnight(home: Cast):
    first = clock.local(MONDAY).replace(month=4, day=1, hour=0, minute=0)
    home.raise_matter(at=first)
    home.raise_matter(at=first - timedelta(seconds=1))
    counts = published.counts_of(home.community, MONDAY)
    assert [month.received for month in counts.months[:2]] == [1, 1]


def test_no_words_no_names_no_addresses(client, home: Cast):
    home.closed_matter("老王家的灯，电话 13800001234", at=NOW, reporter_name="王五", place_name="傅家组12号")
    page = client.get("/done/").content.decode()
    assert "路灯" in page and "傅家组" in page and "当天" in page
    for secret in ("老王", "1380000", "王五", "12号", "吴卫民", "换了灯泡", "路灯已修好"):
        assert secret not in page


def test_sensitive_matters_are_left_out_of_list_and_categories(client, home: Cast):
    matter = home.closed_matter(at=NOW, is_petition=True)
    assert Matter.objects.of(home.community).get(pk=matter.pk).is_sensitive
    page = client.get("/done/").content.decode()
    assert "还没有办结的事" in page and "路灯" not in page


def test_refused_are_listed_as_refused_and_merged_not_at_all(client, home: Cast):
    refused = home.raise_matter(at=NOW)
    actions.refuse(refused, reason="不归社区", where_to_go="95598", by=home.access("operator", NOW))
    master, other = home.handled_matter(at=NOW), home.raise_matter(at=NOW)
    actions.merge(other, into=master, reason="同一件", by=home.access("operator", NOW))
    rows, _older = published.ended(home.community)
    assert [(row.state, row.category) for row in rows] == [(State.REFUSED.label, "未分类")]


def test_days_taken_are_local_days(home: Cast):
    matter = home.closed_matter(at=NOW)
    start = clock.local(NOW) - timedelta(days=4)
    Matter.objects.of(home.community).filter(pk=matter.pk).update(received_at=start)
    assert published.ended(home.community)[0][0].days == 4


def test_pages_follow_each_other_without_gaps(client, home: Cast, django_assert_num_queries: DjangoAssertNumQueries):
    template = home.closed_matter(at=MONDAY)
    columns = [field.attname for field in Matter._meta.concrete_fields if field.attname not in ("id", "uuid")]
    values = {name: getattr(Matter.objects.of(home.community).get(pk=template.pk), name) for name in columns}
    # Pairs end at the very same moment: the cursor tells them apart by their number.
    copies = [
        Matter(**{**values, "closed_at": MONDAY - timedelta(hours=number // 2)}) for number in range(64)
    ]
    Matter.objects.bulk_create(copies)
    seen, before = [], ""
    while True:
        with django_assert_num_queries(1):
            rows, before = published.ended(home.community, before)
        seen += [row.ended_in for row in rows]
        if not before:
            break
    assert len(seen) == 65 and seen == sorted(seen, reverse=True)
    page = client.get("/done/").content.decode()
    assert page.count("用了") + page.count("当天") == published.PAGE and "较早的" in page


def test_page_costs_the_same_for_three_and_thirty(
    client, home: Cast, django_assert_num_queries: DjangoAssertNumQueries
):
    for _number in range(3):
        home.closed_matter(at=NOW)
    with django_assert_num_queries(6):
        client.get("/done/")
    with django_assert_num_queries(2):  # counts are kept
        client.get("/done/")
    for _number in range(27):
        home.closed_matter(at=NOW)
    with django_assert_num_queries(2):
        client.get("/done/")


def test_a_cursor_that_makes_no_sense_gives_the_first_page(client, home: Cast):
    home.closed_matter(at=NOW)
    for cursor in ("x", "1-", "-", "9" * 30 + "-1", "1-" + "9" * 30, "٣-٣"):
        assert client.get("/done/", {"before": cursor}).status_code == 200


def test_each_community_has_its_own(client, home: Cast):
    other = cast("乙社区")
    other.closed_matter(at=NOW)
    assert "还没有办结的事" in client.get(f"/done/?c={home.community.slug}").content.decode()
    assert "路灯" in client.get(f"/done/?c={other.community.slug}").content.decode()
