"""Figures of the station: how many came, ticked by name or counted by heads."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.signup.models import Occasion
from huijia.insight.figures.figure import Basis, Figure, Subject
from huijia.insight.figures.period import Scope
from huijia.insight.figures.sql import moment, words
from huijia.serve.station import queries
from huijia.serve.station.enums import KINDS


def held(scope: Scope) -> QuerySet[Occasion]:
    return queries.held(scope.community, scope.period.start, scope.period.end)


def _people_sql(scope: Scope) -> str:
    ticked = (
        "(SELECT COALESCE(sum(a.came), 0) FROM signup_attendance a JOIN signup_signup s ON s.id = a.signup_id "
        "WHERE s.occasion_id = o.id AND a.undone_at IS NULL)"
    )
    total = f"COALESCE(sum(o.heads + {ticked}), 0)"
    return (
        f"SELECT {total} AS value, {total} AS numerator, NULL AS denominator FROM signup_occasion o "
        f"WHERE o.community_id = {scope.community.pk} AND o.is_activity AND o.state = 'planned' "
        f"AND o.kind IN ({words(tuple(kind.value for kind in KINDS))}) "
        f"AND o.starts_at >= {moment(scope.period.start)} AND o.starts_at < {moment(scope.period.end)}"
    )


FIGURES = (
    Figure(
        "station_attendances", _("实践站活动人次"), _("人次"),
        _("期内课程、讲座、电影演出、义诊、手工文体来的人次：点到名的，加上数出来的总数；没开始的和取消的不算。"),
        "mission 9", Basis.PERIOD, Subject.OCCASION, held, _people_sql, module="station", amount="people",
    ),
)
