"""Figures of the hotline: missed calls and their call-backs, and what another person found of answers given at once."""

from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Verdict
from huijia.core.matters.models import SampleCheck
from huijia.insight.figures.figure import Basis, Figure, Subject
from huijia.insight.figures.period import Scope
from huijia.insight.figures.sql import counted, moment, share_of
from huijia.serve.hotline.enums import CallKind, CallState
from huijia.serve.hotline.models import Call

RULES = "issue 3, hotline"


def missed(scope: Scope) -> QuerySet[Call]:
    return Call.objects.of(scope.community).filter(
        kind=CallKind.MISSED, called_at__gte=scope.period.start, called_at__lt=scope.period.end
    )


def fell_due(scope: Scope) -> QuerySet[Call]:
    """Whose hour to call back is over; what somebody found needs no call-back is neither in time nor late."""
    rows = Call.objects.of(scope.community).filter(kind=CallKind.MISSED).exclude(state=CallState.DROPPED)
    return rows.filter(due_at__gte=scope.period.start, due_at__lt=_end(scope))


def judged(scope: Scope) -> QuerySet[SampleCheck]:
    return SampleCheck.objects.of(scope.community).filter(
        checked_at__gte=scope.period.start, checked_at__lt=scope.period.end
    )


def _end(scope: Scope) -> datetime:
    return min(scope.period.end, scope.at)


def _missed_sql(scope: Scope) -> str:
    return (
        f"hotline_call c WHERE c.community_id = {scope.community.pk} AND c.kind = 'missed' "
        f"AND c.called_at >= {moment(scope.period.start)} AND c.called_at < {moment(scope.period.end)}"
    )


def _due_sql(scope: Scope) -> str:
    return (
        f"hotline_call c WHERE c.community_id = {scope.community.pk} AND c.kind = 'missed' AND c.state <> 'dropped' "
        f"AND c.due_at >= {moment(scope.period.start)} AND c.due_at < {moment(_end(scope))}"
    )


def _judged_sql(scope: Scope) -> str:
    return (
        f"matters_samplecheck s WHERE s.community_id = {scope.community.pk} "
        f"AND s.checked_at >= {moment(scope.period.start)} AND s.checked_at < {moment(scope.period.end)}"
    )


FIGURES = (
    Figure(
        key="calls_missed", label=_("漏接来电"), unit=_("个"), source=RULES, module="hotline", basis=Basis.PERIOD,
        subject=Subject.CALL,
        formula=_("期内漏接的来电；同一号码一小时内(本社区约定)的几次算一个。"), rows=missed,
        recount=lambda scope: counted(_missed_sql(scope)),
    ),
    Figure(
        key="calls_returned_in_time", label=_("按时回电率"), unit="%", source=RULES, module="hotline",
        basis=Basis.PERIOD, subject=Subject.CALL, is_share=True,
        formula=_(
            "期内到了回电时限、并在时限内回拨过的 ÷ 期内到了回电时限的漏接来电。没打通也算回拨过；写明不用回的不计。"
        ),
        rows=fell_due, hit=lambda scope: Q(first_tried_at__lte=F("due_at")),
        recount=lambda scope: share_of(_due_sql(scope), "c.first_tried_at <= c.due_at"),
        hit_label=_("按时回拨"), rest_label=_("没有按时"),
    ),
    Figure(
        key="at_once_right", label=_("即问即办抽查答对率"), unit="%", source=RULES, module="hotline",
        basis=Basis.PERIOD, subject=Subject.SAMPLE, is_share=True,
        formula=_("期内抽查、由另一个人判为答得对的 ÷ 期内抽查的。答得不全、答错了的都不算答对。"),
        rows=judged, hit=lambda scope: Q(verdict=Verdict.RIGHT),
        recount=lambda scope: share_of(_judged_sql(scope), "s.verdict = 'right'"),
        hit_label=_("答得对"), rest_label=_("不全或答错"),
    ),
)
