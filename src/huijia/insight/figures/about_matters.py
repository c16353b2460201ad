"""Figures of matters. The three rates stand in the domain rules under 「事项」: numerator and denominator are shown,
what was not accepted and whom nobody reached are left out, "not asked" is not "satisfied"."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import OPEN_STATES, Satisfaction, State
from huijia.core.matters.models import Grade, Matter
from huijia.insight.figures.figure import Basis, Figure, Subject
from huijia.insight.figures.period import Scope
from huijia.insight.figures.sql import counted, moment, part_of, share_of, words

RULES = "domain rules, matters"
CONTENT = (Satisfaction.SATISFIED, Satisfaction.FAIR)
LEFT_OUT = (State.REFUSED, State.MERGED)


def opened(scope: Scope) -> QuerySet[Matter]:
    return Matter.objects.of(scope.community).filter(
        received_at__gte=scope.period.start, received_at__lt=scope.period.end
    )


def done(scope: Scope) -> QuerySet[Matter]:
    return Matter.objects.of(scope.community).filter(
        state=State.CLOSED, closed_at__gte=scope.period.start, closed_at__lt=scope.period.end
    )


def done_here(scope: Scope) -> QuerySet[Matter]:
    return done(scope).filter(is_historic=False, due_at__isnull=False)


def contact_fell_due(scope: Scope) -> QuerySet[Matter]:
    """A first contact that is not due yet is neither in time nor late."""
    rows = Matter.objects.of(scope.community).filter(is_historic=False).exclude(state__in=LEFT_OUT)
    return rows.filter(contact_due__gte=scope.period.start, contact_due__lt=min(scope.period.end, scope.at))


def revisited(scope: Scope) -> QuerySet[Grade]:
    """The last word of each reporter who was reached in the period: one grade a matter."""
    rows = Grade.objects.of(scope.community).filter(
        was_reached=True, given_at__gte=scope.period.start, given_at__lt=scope.period.end
    )
    later = rows.filter(matter=OuterRef("matter")).filter(
        Q(given_at__gt=OuterRef("given_at")) | Q(given_at=OuterRef("given_at"), pk__gt=OuterRef("pk"))
    )
    return rows.filter(~Exists(later), matter__is_historic=False).exclude(matter__state=State.REFUSED)


def still_open(scope: Scope) -> QuerySet[Matter]:
    return Matter.objects.of(scope.community).filter(state__in=OPEN_STATES)


def _in_period(column: str, scope: Scope) -> str:
    return f"{column} >= {moment(scope.period.start)} AND {column} < {moment(scope.period.end)}"


def _opened_sql(scope: Scope) -> str:
    return f"matters_matter m WHERE m.community_id = {scope.community.pk} AND {_in_period('m.received_at', scope)}"


def _done_sql(scope: Scope) -> str:
    return (
        f"matters_matter m WHERE m.community_id = {scope.community.pk} AND m.state = 'closed' "
        f"AND {_in_period('m.closed_at', scope)}"
    )


def _contact_sql(scope: Scope) -> str:
    until = moment(min(scope.period.end, scope.at))
    return (
        f"matters_matter m WHERE m.community_id = {scope.community.pk} AND NOT m.is_historic "
        f"AND m.state NOT IN ('refused', 'merged') "
        f"AND m.contact_due >= {moment(scope.period.start)} AND m.contact_due < {until}"
    )


def _revisited_sql(scope: Scope) -> str:
    return (
        "(SELECT g.is_solved, g.satisfaction, row_number() OVER "
        "(PARTITION BY g.matter_id ORDER BY g.given_at DESC, g.id DESC) AS place "
        "FROM matters_grade g JOIN matters_matter m ON m.id = g.matter_id "
        f"WHERE g.community_id = {scope.community.pk} AND g.was_reached AND {_in_period('g.given_at', scope)} "
        "AND NOT m.is_historic AND m.state <> 'refused') AS latest WHERE latest.place = 1"
    )


def _open_sql(scope: Scope) -> str:
    return f"matters_matter m WHERE m.community_id = {scope.community.pk} AND m.state IN ({words(OPEN_STATES)})"


def _matters(key: str, label: Any, formula: Any, **more: Any) -> Figure:
    standard: dict[str, Any] = {
        "unit": _("件"), "source": RULES, "basis": Basis.PERIOD, "subject": Subject.MATTER,
    }
    return Figure(key=key, label=label, formula=formula, **{**standard, **more})


def _rate(key: str, label: Any, formula: Any, **more: Any) -> Figure:
    return _matters(key, label, formula, unit="%", is_share=True, **more)


FIGURES = (
    _matters(
        "matters_opened", _("收到的事项"), _("期内收到的全部事项，含导入的历史事项、不予受理和已并案的。"),
        rows=opened, recount=lambda scope: counted(_opened_sql(scope)),
    ),
    _matters(
        "matters_done", _("办结事项"), _("期内办结的事项，含导入的“办结(历史)”；重开后未再办结的不算。"),
        rows=done, recount=lambda scope: counted(_done_sql(scope)),
    ),
    _rate(
        "matters_done_on_time", _("按时办结率"),
        _("期内办结且不晚于截止时间 ÷ 期内办结。批准的延期按新的截止时间；导入的历史事项不计。"),
        rows=done_here, hit=lambda scope: Q(closed_at__lte=F("due_at")),
        recount=lambda scope: share_of(
            f"{_done_sql(scope)} AND NOT m.is_historic AND m.due_at IS NOT NULL", "m.closed_at <= m.due_at"
        ),
        hit_label=_("按时"), rest_label=_("超期"),
    ),
    _rate(
        "first_contact_on_time", _("响应率"),
        _("期内到了首次联系时限、并按时联系上的 ÷ 期内到了首次联系时限的。没留电话、不予受理、已并案和历史事项不计。"),
        rows=contact_fell_due, hit=lambda scope: Q(contacted_at__lte=F("contact_due")),
        recount=lambda scope: share_of(_contact_sql(scope), "m.contacted_at <= m.contact_due"),
        hit_label=_("按时联系"), rest_label=_("没有按时"),
    ),
    _rate(
        "solved_rate", _("解决率"),
        _("回访到且居民说“已解决” ÷ 期内回访到的。每件取期内最后一次评价；没联系上、没问到、不予受理和历史事项不计。"),
        rows=revisited, subject=Subject.GRADE, hit=lambda scope: Q(is_solved=True),
        recount=lambda scope: share_of(_revisited_sql(scope), "latest.is_solved"),
        hit_label=_("已解决"), rest_label=_("未解决"),
    ),
    _rate(
        "satisfaction_rate", _("满意率"),
        _(
            "回访到且居民评“满意”或“基本满意” ÷ 期内回访到的。"
            "每件取期内最后一次评价；没联系上、没问到、不予受理和历史事项不计。"
        ),
        rows=revisited, subject=Subject.GRADE, hit=lambda scope: Q(satisfaction__in=CONTENT),
        recount=lambda scope: share_of(_revisited_sql(scope), f"latest.satisfaction IN ({words(CONTENT)})"),
        hit_label=_("满意或基本满意"), rest_label=_("不满意"),
    ),
    _matters(
        "matters_overdue_open", _("超期未办结"),
        _("此刻还没办结、且已过时限的事项；分母是此刻全部未办结的。挂起和已上报的停表，不算超期。"),
        basis=Basis.NOW, rows=still_open, hit=lambda scope: Q(next_due__lt=scope.at),
        recount=lambda scope: part_of(_open_sql(scope), f"m.next_due < {moment(scope.at)}"),
        hit_label=_("超期"), rest_label=_("未超期"), desk_query="state=open&lamp=red",
    ),
)
