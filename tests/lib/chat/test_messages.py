"""Messages as chat programmes copy them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.lib.chat import parse_messages
from huijia.lib.clock import ZONE

TODAY = date(2026, 4, 13)
AT = datetime(2026, 4, 13, 9, 5, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("head", "at"),
    [
        ("张小荷 2026/4/13 9:05:12", AT),
        ("张小荷 2026-04-13 09:05", AT),
        ("张小荷 4月13日 上午9:05", AT),
        ("张小荷  09:05", AT),
        ("张小荷 昨天 09:05", AT.replace(day=12)),
        ("张小荷：(2026年4月13日 09:05)", AT),
        ("张小荷 12月31日 下午3:20", datetime(2025, 12, 31, 15, 20, tzinfo=ZONE)),
        ("2026-04-13 09:05 张小荷", AT),
    ],
)
def test_a_head_and_its_text(head: str, at: datetime) -> None:
    (message,) = parse_messages(f"{head}\n村口路灯三天不亮了\n快来看看", TODAY)
    assert (message.speaker, message.at, message.text) == ("张小荷", at, "村口路灯三天不亮了\n快来看看")


def test_several_speakers_and_a_rule_of_the_day() -> None:
    found = parse_messages(
        "———— 2026-04-11 ————\n张小荷 09:05\n路灯坏了\n\n李竹青 09:07\n我家门口的也坏了\n13800001234\n王春雨：我也是",
        TODAY,
    )
    assert [(one.speaker, one.text) for one in found] == [
        ("张小荷", "路灯坏了"), ("李竹青", "我家门口的也坏了\n13800001234"), ("王春雨", "我也是"),
    ]
    assert [one.at for one in found] == [AT.replace(day=11), AT.replace(day=11, minute=7), None]


def test_without_any_head_it_is_one_message() -> None:
    (message,) = parse_messages("村口路灯不亮了\n地点：傅家组村口\n电话：13800001234", TODAY)
    assert (message.speaker, message.at) == ("", None)
    assert message.text == "村口路灯不亮了\n地点：傅家组村口\n电话：13800001234"


@pytest.mark.parametrize("head", ["张小荷 2026-02-30 09:05", "张小荷 25:61", "张小荷 9点零五"])
def test_a_time_that_is_none_is_text(head: str) -> None:
    (message,) = parse_messages(f"{head}\n路灯坏了", TODAY)
    assert message.at is None
    assert head in message.text


@given(st.text(max_size=300))
def test_nothing_breaks_and_words_stay(text: str) -> None:
    told = "".join(message.speaker + message.text for message in parse_messages(text, TODAY))
    assert isinstance(told, str)


@given(st.lists(st.text("路灯坏了水管漏风大雨停", min_size=1, max_size=20), min_size=1, max_size=8))
def test_every_plain_line_stays(lines: list[str]) -> None:
    found = parse_messages("张小荷 09:05\n" + "\n".join(lines), TODAY)
    assert [line for message in found for line in message.lines] == lines
