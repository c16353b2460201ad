"""Figures of occasions: how many were held, and how many people were there, each time counted."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.signup.models import Attendance, Occasion
from huijia.insight.figures.figure import Basis, Figure, Subject
from huijia.insight.figures.period import Scope
from huijia.insight.figures.sql import counted, moment

SOURCE = "article, practice station"


def attendances(scope: Scope) -> QuerySet[Attendance]:
    return Attendance.objects.of(scope.community).filter(
        undone_at=None, occurred_at__gte=scope.period.start, occurred_at__lt=scope.period.end,
        signup__occasion__is_activity=True,
    )


def sessions(scope: Scope) -> QuerySet[Occasion]:
    """Those that began in the period and somebody was at."""
    there = Attendance.objects.of(scope.community).filter(undone_at=None, signup__occasion=OuterRef("pk"))
    rows = Occasion.objects.of(scope.community).filter(
        is_activity=True, state="planned", starts_at__gte=scope.period.start, starts_at__lt=scope.period.end
    )
    return rows.filter(Exists(there))


def _attendances_sql(scope: Scope) -> str:
    return (
        "signup_attendance a JOIN signup_signup u ON u.id = a.signup_id "
        "JOIN signup_occasion p ON p.id = u.occasion_id "
        f"WHERE p.is_activity AND a.community_id = {scope.community.pk} AND a.undone_at IS NULL "
        f"AND a.occurred_at >= {moment(scope.period.start)} AND a.occurred_at < {moment(scope.period.end)}"
    )


def _sessions_sql(scope: Scope) -> str:
    return (
        f"signup_occasion o WHERE o.is_activity AND o.community_id = {scope.community.pk} AND o.state = 'planned' "
        f"AND o.starts_at >= {moment(scope.period.start)} AND o.starts_at < {moment(scope.period.end)} AND EXISTS "
        "(SELECT 1 FROM signup_attendance a JOIN signup_signup s ON s.id = a.signup_id "
        "WHERE s.occasion_id = o.id AND a.undone_at IS NULL)"
    )


def _came_sql(scope: Scope) -> str:
    total = "COALESCE(sum(a.came), 0)"
    return f"SELECT {total} AS value, {total} AS numerator, NULL AS denominator FROM {_attendances_sql(scope)}"


FIGURES = (
    Figure(
        "signup_sessions", _("办了的活动"), _("场"), _("期内开始、没有取消、至少有一人签到的场次。"), SOURCE,
        Basis.PERIOD, Subject.OCCASION, sessions, lambda scope: counted(_sessions_sql(scope)), module="signup",
    ),
    Figure(
        "signup_attendances", _("参加活动人次"), _("人次"),
        _("期内签到的人次：一份报名到了几人就算几人次；撤销的签到不算。"), SOURCE, Basis.PERIOD, Subject.ATTENDANCE,
        attendances, _came_sql, module="signup", amount="came",
    ),
)
