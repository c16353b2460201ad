"""接龙 as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.lib.chat import parse_chain

# line, name, people, phone, place, doubts
SHAPES = [
    ("1. 张小荷 2人 13800001234", "张小荷", 2, "13800001234", "", ()),
    ("2、李竹青(带老人)", "李竹青", 2, "", "", ("with",)),
    ("3）王春雨", "王春雨", 1, "", "", ()),
    ("（4）赵秋禾 一家3口", "赵秋禾", 3, "", "", ()),
    ("⑤ 钱冬梅", "钱冬梅", 1, "", "", ()),
    ("６．孙夏至　两位", "孙夏至", 2, "", "", ()),
    ("7周谷雨 2大1小", "周谷雨", 3, "", "", ()),
    ("8 吴清明+1", "吴清明", 2, "", "", ("plus",)),
    ("9: 郑白露 138-0000-1234", "郑白露", 1, "13800001234", "", ()),
    ("10. 傅家组-傅小满 共4人", "傅小满", 4, "", "傅家组", ()),
    ("11、回龙苑3幢201 陈立春", "陈立春", 1, "", "回龙苑3幢201", ()),
    ("12. 🌸褚芒种🌸", "褚芒种", 1, "", "", ()),
    ("13. 卫柳絮、蒋松涛", "卫柳絮", 2, "", "", ()),
    ("14. 沈石榴（取消）", "沈石榴", 1, "", "", ("gone",)),
    ("15. 韩石磨报名", "韩石磨", 1, "", "", ()),
    ("16. 阳光小妹 1人", "阳光小妹", 1, "", "", ()),
    ("17. Lily 2人", "Lily", 2, "", "", ()),
    ("18. 0511-12345678 杨木犀", "杨木犀", 1, "051112345678", "", ()),
    ("19、朱山楂 带孩子", "朱山楂", 2, "", "", ("with",)),
    ("20. ＋１", "", 2, "", "", ("plus", "name")),
    ("1️⃣ 秦水杉", "秦水杉", 1, "", "", ()),
    ("22. 尤桂子 五个人（晚点到）", "尤桂子", 5, "", "", ()),
    ("许兰草 2人", "许兰草", 2, "", "", ("number",)),
    ("13800001234 何菊英", "何菊英", 1, "13800001234", "", ("number",)),
]


@pytest.mark.parametrize(("line", "name", "people", "phone", "place", "doubts"), SHAPES)
def test_one_line(line: str, name: str, people: int, phone: str, place: str, doubts: tuple[str, ...]) -> None:
    (row,) = parse_chain(line).rows
    assert (row.name, row.people, row.phone, row.place, row.doubts) == (name, people, phone, place, doubts)


def test_a_whole_chain() -> None:
    chain = parse_chain(
        "#接龙\n周六上午九点义诊，党群服务中心\n例 姓名+人数\n\n1. 张小荷 2人\n2. 李竹青\n王春雨也去\n3. 张小荷\n"
    )
    assert chain.title == "#接龙\n周六上午九点义诊，党群服务中心\n例 姓名+人数"
    assert [(row.number, row.name, row.people) for row in chain.rows] == [
        (1, "张小荷", 2), (2, "李竹青", 1), (None, "王春雨也去", 1), (3, "张小荷", 1),
    ]
    assert [row.doubts for row in chain.rows] == [(), (), ("number",), ("twice",)]


def test_names_and_note_stay() -> None:
    (row,) = parse_chain("1. 卫柳絮、蒋松涛（晚到十分钟）").rows
    assert row.names == ("卫柳絮", "蒋松涛")
    assert row.note == "晚到十分钟"


def test_too_many_lines_are_counted() -> None:
    chain = parse_chain("\n".join(f"{number}. 某某" for number in range(1, 503)))
    assert (len(chain.rows), chain.left_out) == (500, 2)


@given(st.text(max_size=300))
def test_no_line_is_lost_and_nothing_breaks(text: str) -> None:
    chain = parse_chain(text)
    told = [line for line in chain.title.splitlines() if line.strip()] + [row.raw for row in chain.rows]
    assert sorted(told) == sorted(line.strip() for line in text.splitlines() if line.strip())
    assert all(1 <= row.people <= 50 for row in chain.rows)


WRITTEN = st.sampled_from(["张小荷", "李竹青", "王春雨"])


@given(st.lists(st.tuples(WRITTEN, st.integers(1, 9), st.sampled_from([".", "、", "）", ":", " "])), max_size=20))
def test_what_was_written_is_read_again(rows: list[tuple[str, int, str]]) -> None:
    text = "\n".join(f"{place}{mark}{name} {people}人" for place, (name, people, mark) in enumerate(rows, start=1))
    read = [(row.name, row.people, row.number) for row in parse_chain(text).rows]
    assert read == [(name, people, place) for place, (name, people, _mark) in enumerate(rows, start=1)]
