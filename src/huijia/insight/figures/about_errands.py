"""Figures of errands."""

from datetime import datetime, time

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.insight.figures.figure import Basis, Figure, Subject
from huijia.insight.figures.period import Scope
from huijia.insight.figures.sql import moment, part_of
from huijia.lib import clock
from huijia.serve.errands.enums import Outcome, State
from huijia.serve.errands.models import Errand

TABLE = "errands_errand e"


def _start(scope: Scope) -> datetime:
    return datetime.combine(scope.period.first, time(), clock.ZONE)


def closed(scope: Scope) -> QuerySet[Errand]:
    """Closed in the period, done or not: every paper is back."""
    rows = Errand.objects.of(scope.community).filter(state=State.CLOSED)
    return rows.filter(ended_at__gte=_start(scope), ended_at__lt=scope.period.end)


def is_done(_scope: Scope) -> Q:
    return Q(outcome=Outcome.DONE)


def _sql(scope: Scope) -> str:
    return (
        f"{TABLE} WHERE e.community_id = {scope.community.pk} AND e.state = 'closed' "
        f"AND e.ended_at >= {moment(_start(scope))} AND e.ended_at < {moment(scope.period.end)}"
    )


FIGURES = (
    Figure(
        "errands_done", _("代办"), _("件"), _("期间内办结、材料都已交清的代办里，办成了的。取消的和不能代办的不算。"),
        "mission 8", Basis.PERIOD, Subject.ERRAND, closed,
        lambda scope: part_of(_sql(scope), "e.outcome = 'done'"), hit=is_done, hit_label=_("办成了"),
        rest_label=_("没办成"), module="errands",
    ),
)
