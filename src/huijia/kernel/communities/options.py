"""What a community may agree on for itself: one table of options with defaults.

Other apps add theirs in `AppConfig.ready()` with `register(Spec(…))`. Where `local` is true the page says
「本社区约定」: the number is this office's habit and not law, or the source is unsure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community, Option
from huijia.kernel.communities.shelf import Shelf

Kind = Literal["number", "share", "clock", "text", "words", "flag"]


@dataclass(frozen=True)
class Spec:
    """One option.

    `kind`: number (whole), share (0 to 1), clock ("08:30"), text, words (list of strings), flag (bool).
    `least`, `most`: inclusive bounds of a number, of the characters of a text, of how many words there are.
    `unit`: shown behind the value. `listed` False: set on a page of its own, not among the agreed numbers.
    """

    key: str
    label: Promise | str
    default: Any
    kind: Kind = "number"
    local: bool = True
    unit: Promise | str = ""
    least: float | None = None
    most: float | None = None
    listed: bool = True


LONGEST_WORD = 200
_MOST = {"number": 10_000, "text": 500, "words": 60}

SPECS: dict[str, Spec] = {}
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_kept: Shelf[dict[str, Any]] = Shelf()


def register(spec: Spec) -> None:
    """Add an option; a second one under the same key must be the same.

    Raises:
        ValueError: the key is taken by another option, or the default does not pass its own check.
    """
    if SPECS.get(spec.key, spec) != spec:
        raise ValueError(f"option registered twice: {spec.key}")
    if not _fits(spec, spec.default):
        raise ValueError(f"the default of {spec.key} is not a {spec.kind}")
    SPECS[spec.key] = spec


def get(community: Community | int, key: str) -> Any:
    """The value agreed on, else the default. One query for all options of a community, kept ten seconds.

    Raises:
        KeyError: no such option was registered.
    """
    spec = SPECS[key]
    pk = community if isinstance(community, int) else community.pk
    values = _kept.get(pk, lambda: dict(Option.objects.of(pk).values_list("key", "value")))
    return values.get(key, spec.default)


def checked(spec: Spec, value: Any) -> Any:
    """`value` in the form it is stored in.

    Raises:
        Refusal: it is of the wrong kind or out of bounds.
    """
    if not _fits(spec, value):
        raise Refusal(_wrong(spec, value), field=spec.key, code="bad_value")
    return value


def _wrong(spec: Spec, value: Any) -> str | Promise:
    if spec.kind == "number" and isinstance(value, int):
        least, most = _bounds(spec)
        return _("应在 %(least)s 到 %(most)s 之间") % {"least": least, "most": most}
    if spec.kind == "text" and isinstance(value, str) and value.strip():
        return _("最多 %(most)s 个字") % {"most": _bounds(spec)[1]}
    if spec.kind in ("text", "words") and not value:
        return _("不能空着")
    return _("这个值不能用：%(value)s") % {"value": value}


def _fits(spec: Spec, value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match spec.kind:
        case "flag":
            return isinstance(value, bool)
        case "number":
            return number and isinstance(value, int) and _within(spec, value)
        case "share":
            return number and 0 <= value <= 1
        case "clock":
            return isinstance(value, str) and _CLOCK.fullmatch(value) is not None
        case "words":
            words = isinstance(value, list) and all(isinstance(word, str) and word.strip() for word in value)
            return words and _within(spec, len(value)) and all(len(word) <= LONGEST_WORD for word in value)
        case "text":
            return isinstance(value, str) and _within(spec, len(value.strip())) and len(value) <= _bounds(spec)[1]


def _bounds(spec: Spec) -> tuple[float, float]:
    """A number without a bound of its own still has one: nobody waits a million days."""
    least = 0 if spec.least is None else spec.least
    return least, _MOST[spec.kind] if spec.most is None else spec.most


def _within(spec: Spec, value: float) -> bool:
    least, most = _bounds(spec)
    return least <= value <= most


_HOURS, _WORKDAYS, _DAYS = _("小时"), _("个工作日"), _("天")

for _spec in (
    Spec("first_contact_hours", _("首次联系时限"), 24, unit=_HOURS, least=1, most=720),
    Spec("urgent_hours", _("紧急事项时限"), 2, unit=_HOURS, least=1, most=720),
    Spec("consult_days", _("咨询时限"), 1, unit=_WORKDAYS, least=1, most=250),
    Spec("help_days", _("求助时限"), 5, unit=_WORKDAYS, least=1, most=250),
    Spec("complaint_days", _("投诉时限"), 10, unit=_WORKDAYS, least=1, most=250),
    Spec("max_returns", _("最多退回次数"), 2, unit=_("次"), most=20),
    Spec("office_opens", _("上班时间"), "08:30", "clock"),
    Spec("office_closes", _("下班时间"), "17:30", "clock"),
    Spec("yellow_share", _("剩余多少时亮黄灯"), 0.25, "share"),
    Spec("responsible_kinds", _("哪些职务可任责任人"), ["secretary", "committee"], "words", least=1),
    Spec(
        "claim_kinds",
        _("哪些职务可以认领"),
        ["member_household", "group_leader", "grid_worker", "committee"],
        "words",
    ),
    Spec("reopen_days", _("办结后多少天内可以重开"), 30, unit=_DAYS),
    Spec("twin_metres", _("相隔多少米以内提示可能重复"), 200, unit=_("米")),
    Spec("twin_days", _("多少天以内提示可能重复"), 60, unit=_DAYS),
    Spec("door_reports_per_hour", _("每块服务牌每小时最多反映"), 30, unit=_("件"), least=1),
    Spec("phone_reports_per_day", _("每个手机号每天最多反映"), 10, unit=_("件"), least=1),
    Spec("sample_percent", _("抽查比例"), 10, unit="%", most=100),
    Spec("responsible_label", _("责任人的叫法"), "责任人", "text", least=1, most=10),
    Spec("helper_label", _("协办人的叫法"), "协办人", "text", least=1, most=10),
    Spec("office_hours_note", _("对外公布的办公时间说明"), "", "text", local=False, most=200),
):
    register(_spec)
