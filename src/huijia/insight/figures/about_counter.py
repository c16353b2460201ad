"""Figures of the counter: appointments that were kept, and staff's extra hours."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.signup.enums import State
from huijia.insight.figures.figure import Basis, Figure, Subject
from huijia.insight.figures.period import Scope
from huijia.insight.figures.sql import moment, part_of, per_of
from huijia.serve.counter.models import Booking, Overtime

MINUTES_AN_HOUR = 60


def due(scope: Scope) -> QuerySet[Booking]:
    """Appointments of the period of whom it is known whether they came."""
    return Booking.objects.of(scope.community).filter(
        signup__state__in=(State.CAME, State.ABSENT), signup__occasion__starts_at__gte=scope.period.start,
        signup__occasion__starts_at__lt=scope.period.end,
    )


def is_kept(_scope: Scope) -> Q:
    return Q(signup__state=State.CAME)


def _due_sql(scope: Scope) -> str:
    return (
        "counter_booking b JOIN signup_signup s ON s.id = b.signup_id JOIN signup_occasion o ON o.id = s.occasion_id "
        f"WHERE b.community_id = {scope.community.pk} AND s.state IN ('came', 'absent') "
        f"AND o.starts_at >= {moment(scope.period.start)} AND o.starts_at < {moment(scope.period.end)}"
    )


def overtimes(scope: Scope) -> QuerySet[Overtime]:
    return Overtime.objects.of(scope.community).filter(
        void_at=None, starts_at__gte=scope.period.start, starts_at__lt=scope.period.end
    )


def _overtimes_sql(scope: Scope) -> str:
    return (
        f"counter_overtime t WHERE t.community_id = {scope.community.pk} AND t.void_at IS NULL "
        f"AND t.starts_at >= {moment(scope.period.start)} AND t.starts_at < {moment(scope.period.end)}"
    )


FIGURES = (
    Figure(
        "appointments_kept", _("窗口预约办成"), _("次"),
        _("期间内的窗口预约里，按约来了的。取消的不算；没来的只记录，在分母里。"), "mission 8", Basis.PERIOD,
        Subject.BOOKING, due, lambda scope: part_of(_due_sql(scope), "s.state = 'came'"), hit=is_kept,
        hit_label=_("来了"), rest_label=_("没来"), module="counter",
    ),
    Figure(
        "overtime_hours", _("延时和加时"), _("小时"),
        _("期间内延时、周末加时和居民要求加时，工作人员实际留下的时间；作废的记录不算。"), "mission 8", Basis.PERIOD,
        Subject.OVERTIME, overtimes, lambda scope: per_of(_overtimes_sql(scope), "t.minutes", MINUTES_AN_HOUR),
        module="counter", amount="minutes", per=MINUTES_AN_HOUR,
    ),
)
