"""Home, list, board, map, search, batch and export: filters, bounds, rights, and how many statements they take."""

import io
from collections.abc import Iterable

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from huijia.core.matters import actions
from huijia.core.matters.enums import State
from huijia.core.matters.models import Matter
from huijia.doors.desk import nav
from huijia.kernel.ledger.models import Entry
from tests.cast import MONDAY, Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, count_queries, signed_in

LIST, BATCH, EXPORT = "desk:matters", "desk:batch", "desk:ledger_xlsx"


def many(home: Cast, number: int) -> list[Matter]:
    return [home.raise_matter(f"第{place}盏路灯不亮", lon=119.421, lat=32.101) for place in range(number)]


def accept_all(home: Cast, matters: Iterable[Matter]) -> None:
    for matter in matters:
        actions.accept(matter, category=home.lamps, by=home.access("operator"), at=MONDAY)


def read(client: Client, name: str, **query: object) -> str:
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.content.decode()


PAGES = [
    ("secretary", "desk:home", 41), ("operator", "desk:home", 27), ("worker", "desk:home", 26),
    ("secretary", LIST, 12), ("worker", LIST, 11), ("secretary", "desk:board", 13),
    ("secretary", "desk:map", 7), ("secretary", "desk:map_data", 9),
]


@pytest.mark.parametrize(("who", "name", "statements"), PAGES)
def test_a_page_takes_the_same_statements_for_3_rows_as_for_30(
    home: Cast, as_: SignIn, who: str, name: str, statements: int
):
    few = many(home, 6)
    accept_all(home, few[:3])
    client = as_(who)
    count_queries(client, reverse(name))
    first = count_queries(client, reverse(name))
    more = many(home, 54)
    accept_all(home, more[:27])
    assert (first, count_queries(client, reverse(name))) == (statements, statements)


HOMES = {
    "secretary": "等我办的", "committee": "等我办的", "operator": "先受理新来的", "worker": "我的清单",
    "leader": "我的清单", "neighbour": "我的清单",
}


@pytest.mark.parametrize(("who", "words"), HOMES.items())
def test_each_login_has_its_own_first_page(home: Cast, as_: SignIn, who: str, words: str):
    assert words in read(as_(who), "desk:home")


@pytest.mark.parametrize(("who", "name"), [("auditor", "desk:audit"), ("admin", "accounts:users")])
def test_who_reads_no_matters_is_led_to_their_own_page(home: Cast, as_: SignIn, who: str, name: str):
    assert as_(who).get(reverse("desk:home")).url == reverse(name)


def test_each_number_of_the_morning_opens_to_its_records(home: Cast, as_: SignIn):
    rows = many(home, 3)
    accept_all(home, rows[:1])
    actions.supervise(rows[0], note="本周修好", by=home.access("secretary"), at=NOW)
    client = as_("secretary")
    tiles = client.get(reverse("desk:home")).context["tiles"]
    assert [(str(tile["label"]), tile["number"]) for tile in tiles] == [
        ("待办", "3"), ("我发起", "0"), ("督办", "1"), ("超期", "0"), ("今日新", "3"),
    ]
    for tile in tiles:
        assert client.get(tile["url"]).context["count"] == tile["number"]


def test_a_grid_worker_claims_and_takes_over_from_the_list(home: Cast, as_: SignIn):
    free = home.raise_matter("公告栏玻璃碎了")
    accept_all(home, [free])
    offered = home.handled_matter("护栏松动")
    actions.offer(offered, to=home.posts["worker"], reason="我下周培训", by=home.access("committee"), at=NOW)
    client = as_("worker")
    page = read(client, "desk:home")
    assert "吴卫民 请您接手：我下周培训" in page
    data = {"version": 2, "post": home.posts["worker"].pk, "next": reverse("desk:home")}
    claimed = client.post(reverse("desk:move", args=[free.ticket, "claim"]), data, follow=True)
    assert "已认领，由您负责" in claimed.content.decode()
    assert [card.matter.pk for card in claimed.context["mine"]] == [free.pk]


def test_a_sensitive_matter_is_offered_to_nobody_in_the_grid(home: Cast, as_: SignIn):
    matter = home.raise_matter("两家为宅基地吵架")
    actions.accept(matter, category=home.disputes, by=home.access("operator"), at=MONDAY)
    assert "宅基地" not in read(as_("worker"), "desk:home")
    assert "宅基地" not in read(as_("worker"), LIST)


def test_filters_stand_in_the_address_and_narrow_the_list(home: Cast, as_: SignIn):
    rows = many(home, 2)
    accept_all(home, rows[:1])
    client = as_("secretary")
    for query, number in (
        ({}, "2"), ({"state": "accepted"}, "1"), ({"state": "open"}, "2"), ({"grid": home.grid2.pk}, "0"),
        ({"category": home.lamps.pk}, "1"), ({"source": "hotline"}, "2"), ({"lamp": "green"}, "2"),
        ({"flag": "todo"}, "2"), ({"q": "路灯"}, "2"), ({"q": rows[0].ticket}, "1"), ({"grid": "x"}, "0"),
        ({"responsible": "99999999999999999999"}, "0"), ({"state": "nonsense"}, "0"),
    ):
        answer = client.get(reverse(LIST), query)
        assert (query, answer.status_code, answer.context["count"]) == (query, 200, number)


def test_the_list_is_paged_by_key(home: Cast, as_: SignIn):
    rows = many(home, 51)
    client = as_("secretary")
    first = client.get(reverse(LIST))
    assert (len(first.context["cards"]), first.context["older"]) == (50, rows[1].pk)
    second = client.get(reverse(LIST), {"before": rows[1].pk})
    assert [card.matter.pk for card in second.context["cards"]] == [rows[0].pk]
    assert "回到最新" in second.content.decode()


def test_an_empty_list_says_what_will_stand_here(home: Cast, as_: SignIn):
    assert "还没有事项" in read(as_("secretary"), LIST)
    assert "没有符合条件的事项" in read(as_("secretary"), LIST, q="不存在的东西")


@pytest.mark.parametrize("name", [LIST, "desk:board", "desk:map", "desk:map_data", "desk:search", EXPORT])
def test_no_page_for_who_reads_no_matters(home: Cast, as_: SignIn, client: Client, name: str):
    assert as_("auditor").get(reverse(name)).status_code == 403
    assert client.get(reverse(name)).status_code == 302


def test_another_community_sees_nothing_of_it(home: Cast):
    home.raise_matter("村口路灯三天不亮了", lon=119.421, lat=32.101)
    client = signed_in(cast("乙社区"), "secretary")
    for name in ("desk:home", LIST, "desk:board", "desk:map"):
        assert "路灯三天" not in read(client, name)
    assert read(client, "desk:search", q="路灯").count("路灯三天") == 0
    assert client.get(reverse("desk:map_data")).json()["points"] == []


def test_the_board_shows_twenty_and_leads_to_the_rest(home: Cast, as_: SignIn):
    many(home, 21)
    columns = as_("secretary").get(reverse("desk:board")).context["columns"]
    assert (len(columns[0].cards), columns[0].more, columns[1].more) == (20, "collected", "")


def test_the_map_counts_lamps_by_grid(home: Cast, as_: SignIn):
    many(home, 2)
    data = as_("secretary").get(reverse("desk:map_data")).json()
    grids = [(grid["name"], grid["red"], grid["green"]) for grid in data["grids"]]
    assert grids == [("第1网格", 0, 2), ("第2网格", 0, 0)]
    assert [point["lamp"] for point in data["points"]] == ["green", "green"]


def test_search_marks_the_word_masks_the_number_and_opens_a_ticket(home: Cast, as_: SignIn):
    matter = home.raise_matter("傅家组村口的路灯坏了三天，联系13800001234")
    client = as_("secretary")
    page = read(client, "desk:search", q="路灯")
    assert "<mark>路灯</mark>" in page
    assert "13800001234" not in page
    assert client.get(reverse("desk:search"), {"q": f"#{matter.ticket}"}).url == reverse(
        "desk:matter", args=[matter.ticket]
    )
    assert "没有找到" in read(client, "desk:search", q="<b>")


def test_a_number_that_is_looked_for_stands_in_no_address(home: Cast, as_: SignIn):
    client, url = as_("secretary"), reverse("desk:search")
    words = client.post(url, {"q": "路灯"})
    assert (words.status_code, words.headers["Location"]) == (302, f"{url}?q=%E8%B7%AF%E7%81%AF")
    answer = client.post(url, {"q": "138 0000 1234"})
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert "赵明明" in page and "q=138" not in page
    matter = home.raise_matter()
    assert client.post(url, {"q": matter.ticket}).headers["Location"] == f"/desk/matter/{matter.ticket}/"


def chosen(*matters: Matter) -> list[str]:
    return [f"{matter.pk}-{matter.version}" for matter in matters]


def test_batch_assign_says_line_by_line_what_happened(home: Cast, as_: SignIn):
    fit, unfit, moved = many(home, 3)
    accept_all(home, [fit, moved])
    ticked = chosen(fit, unfit, moved)
    actions.note(moved, text="刚刚有人记了一笔", by=home.access("operator"), at=NOW)
    answer = as_("secretary").post(reverse(BATCH), {"chosen": ticked, "to": home.posts["committee"].pk})
    assert [(line.matter.pk, line.done) for line in answer.context["lines"]] == [
        (fit.pk, True), (unfit.pk, False), (moved.pk, False),
    ]
    page = answer.content.decode()
    assert "派给吴卫民：1 件成功，2 件没有派成" in page
    assert "这件事现在是「待受理」，不能再「派单」" in page
    states = Matter.objects.of(home.community).order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.ASSIGNED, State.COLLECTED, State.ACCEPTED]


def test_batch_twice_assigns_once(home: Cast, as_: SignIn):
    (matter,) = many(home, 1)
    accept_all(home, [matter])
    client, data = as_("secretary"), {"chosen": chosen(matter), "to": home.posts["committee"].pk}
    for _time in range(2):
        assert [line.done for line in client.post(reverse(BATCH), data).context["lines"]] == [True]
    assert Entry.objects.filter(kind="matters.assign").count() == 1


def test_batch_only_posted_by_who_assigns_and_only_to_who_may_be_responsible(home: Cast, as_: SignIn):
    (matter,) = many(home, 1)
    accept_all(home, [matter])
    data = {"chosen": chosen(matter), "to": home.posts["committee"].pk}
    assert as_("operator").post(reverse(BATCH), data).status_code == 403
    assert as_("secretary").get(reverse(BATCH)).status_code == 405
    answer = as_("secretary").post(reverse(BATCH), {**data, "to": home.posts["worker"].pk}, follow=True)
    assert "请先勾选事项，再选一位责任人。" in answer.content.decode()
    stranger = signed_in(cast("乙社区"), "secretary")
    assert stranger.post(reverse(BATCH), data).status_code == 302
    assert not Entry.objects.filter(kind="matters.assign").exists()


def test_export_needs_a_reason_masks_and_is_written_down(home: Cast, as_: SignIn):
    home.raise_matter("=1+1 路灯坏了，打13800001234", phone="13800001234", reporter_name="赵明明")
    client = as_("secretary")
    assert client.post(reverse(EXPORT), {"reason": ""}).status_code == 422
    assert not Entry.objects.filter(kind="matters.exported").exists()
    answer = client.post(reverse(EXPORT), {"reason": "季度总结"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    head, row = list(book.active.iter_rows(values_only=True))
    line = dict(zip(head, row, strict=True))
    assert (line["反映人"], line["电话"], line["责任人"], line["状态"]) == ("赵*", "*******1234", None, "待受理")
    assert line["内容"] == "'=1+1 路灯坏了，打138****1234"
    entry = Entry.objects.get(kind="matters.exported")
    assert (entry.actor_label, entry.data) == ("周书文", {"rows": 1, "reason": "季度总结"})


def test_export_follows_the_filters_and_is_for_who_may(home: Cast, as_: SignIn):
    many(home, 2)
    url = reverse(EXPORT) + f"?grid={home.grid2.pk}"
    answer = as_("secretary").post(url, {"reason": "核对"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.active.max_row == 1
    assert as_("operator").post(url, {"reason": "核对"}).status_code == 403


NAVS = {
    "secretary": "今天 接待 事项 例会", "operator": "今天 接待 事项 回访", "worker": "我的清单 登记 事项 我的户",
    "street": "街道 上报 交办", "auditor": "日志",
}


@pytest.mark.parametrize(("who", "first"), NAVS.items())
def test_the_first_four_of_the_navigation_are_what_is_used_most(home: Cast, who: str, first: str):
    labels = [str(entry["label"]) for entry in nav.entries(home.access(who))]
    assert " ".join(labels[:4]) == first


def test_the_admin_finds_the_accounts_and_no_matters(home: Cast):
    labels = {str(entry["label"]) for entry in nav.entries(home.access("admin"))}
    assert "账号" in labels
    assert not labels & {"事项", "今天", "看板", "我的清单"}


def test_the_navigation_knows_where_it_is(home: Cast):
    active = [str(entry["label"]) for entry in nav.entries(home.access("secretary"), reverse(LIST)) if entry["active"]]
    assert active == ["事项"]


def test_the_navigation_is_grouped_and_names_each_group_once(home: Cast):
    heads = [str(entry["head"]) for entry in nav.entries(home.access("admin")) if entry["head"]]
    assert heads == ["人和家", "社区事务"]
