"""Figures of rides."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.insight.figures.figure import Basis, Figure, Subject, local_day
from huijia.insight.figures.period import Scope
from huijia.insight.figures.sql import day, part_of, words
from huijia.serve.rides.enums import DONE_RIDES
from huijia.serve.rides.models import Ride

TABLE = "rides_ride r"


def asked(scope: Scope) -> QuerySet[Ride]:
    """Wished for on a day of the period that has come, whatever became of them; one for each person."""
    last = min(scope.period.last, local_day(scope))
    return Ride.objects.of(scope.community).filter(day__gte=scope.period.first, day__lte=last)


def is_done(_scope: Scope) -> Q:
    return Q(state__in=DONE_RIDES)


def _sql(scope: Scope) -> str:
    last = min(scope.period.last, local_day(scope))
    return (
        f"{TABLE} WHERE r.community_id = {scope.community.pk} AND r.day >= {day(scope.period.first)} "
        f"AND r.day <= {day(last)}"
    )


FIGURES = (
    Figure(
        "rides_done", _("接送"), _("人次"),
        _("期间内要坐车的人里，送到并平安送回家的；不用接回的，送到就算。自己回家、没接到和取消的不算。"),
        "mission 13", Basis.PERIOD, Subject.RIDE, asked,
        lambda scope: part_of(_sql(scope), f"r.state IN ({words(DONE_RIDES)})"), hit=is_done,
        hit_label=_("送到并到家"), rest_label=_("没有送成"), module="rides",
    ),
)
