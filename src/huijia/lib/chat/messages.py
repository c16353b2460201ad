"""Messages copied out of a chat: who said what and when, as the usual programmes copy them."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from huijia.lib import clock

_TIME = r"(?P<half>凌晨|早上|上午|中午|下午|晚上)?\s*(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：]\d{2})?"
_DAY = (
    r"(?:(?P<year>\d{4})[-/年.](?P<month>\d{1,2})[-/月.](?P<day>\d{1,2})日?"
    r"|(?P<month2>\d{1,2})月(?P<day2>\d{1,2})日|(?P<near>今天|昨天|前天))"
)
# 张三 2026/4/13 9:05:12 · 张三 4月13日 上午9:05 · 张三 昨天 09:05 · 张三 09:05
_NAMED = re.compile(rf"^(?P<who>\S.{{0,29}}?)(?:\s*[:：]?\s*[(（]|\s*[:：]?\s+)(?:{_DAY}\s*)?{_TIME}[)）]?$")
# 2026-04-13 09:05 张三
_TIMED = re.compile(rf"^[(（\[]?{_DAY}\s+{_TIME}[)）\]]?\s+(?P<who>\S.{{0,29}}?)\s*[:：]?$")
_RULE = re.compile(rf"^[-—=\s]*{_DAY}[-—=\s]*$")
_SAID = re.compile(r"^(?P<who>[^\s:：]{1,12})[:：]\s*(?P<text>.*)$")
# A word before a colon that names a thing, not a speaker.
_LABELS = frozenset((
    "地点", "时间", "地址", "电话", "手机", "联系人", "联系电话", "姓名", "内容", "事由", "备注", "通知", "标题",
    "日期", "位置", "问题", "http", "https", "注", "附",
))
_AFTERNOON = ("下午", "晚上")
_NEAR = {"今天": 0, "昨天": 1, "前天": 2}


@dataclass
class Message:
    """`speaker` "" and `at` None where the text does not say. `lines` are what was said, as it stood."""

    speaker: str = ""
    at: datetime | None = None
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def parse_messages(text: str, today: date | None = None) -> list[Message]:
    """The messages in their order. What has no speaker's line above it is a message of its own; no line is lost."""
    day = today or clock.today()
    found: list[Message] = []
    rule: date | None = None
    for line in text.splitlines():
        plain = unicodedata.normalize("NFKC", line).strip()
        ruled = _RULE.match(plain)
        head = _NAMED.match(plain) or _TIMED.match(plain)
        if ruled is not None and _day_of(ruled, day, None) is not None:
            rule = _day_of(ruled, day, None)
        elif head is not None and (at := _moment(head, day, rule)) is not None:
            found.append(Message(head["who"].strip(" :："), at))
        elif (said := _SAID.match(plain)) is not None and said["who"] not in _LABELS and not said["who"].isdecimal():
            found.append(Message(said["who"], None, [said["text"]]))
        else:
            if not found:
                found.append(Message())
            found[-1].lines.append(line)
    return [message for message in found if message.text or message.speaker]


def _day_of(found: re.Match[str], today: date, rule: date | None) -> date | None:
    """The day that a head names, else the one of the rule above it, else today; None for a day that is none."""
    part = found.groupdict()
    if part.get("near"):
        return today - timedelta(days=_NEAR[part["near"]])
    month, day = part["month"] or part["month2"], part["day"] or part["day2"]
    if not month:
        return rule or today
    try:
        named = date(int(part["year"] or today.year), int(month), int(day))
    except ValueError:
        return None
    if not part["year"] and named > today and (named.month, named.day) != (2, 29):
        # Without a year, a day that has not come yet was last year's.
        return named.replace(year=named.year - 1)
    return named


def _moment(found: re.Match[str], today: date, rule: date | None) -> datetime | None:
    day = _day_of(found, today, rule)
    hour, minute = int(found["hour"]), int(found["minute"])
    if found["half"] in _AFTERNOON and hour < 12:
        hour += 12
    if day is None or hour > 23 or minute > 59:
        return None
    return datetime.combine(day, time(hour, minute), clock.ZONE)
