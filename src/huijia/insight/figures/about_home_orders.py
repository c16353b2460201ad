"""Figures of services at home."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.insight.figures.figure import Basis, Figure, Subject
from huijia.insight.figures.period import Scope
from huijia.insight.figures.sql import counted, moment, part_of, words
from huijia.serve.home_orders.enums import State
from huijia.serve.home_orders.models import HomeOrder

# What the resident called off says nothing of whether we come when we said.
NOT_OURS = (State.CANCELLED, State.REFUSED)
TABLE = "home_orders_homeorder o"


def taken(scope: Scope) -> QuerySet[HomeOrder]:
    """Ordered within the period, whatever became of them."""
    period = scope.period
    return HomeOrder.objects.of(scope.community).filter(asked_at__gte=period.start, asked_at__lt=period.end)


def agreed(scope: Scope) -> QuerySet[HomeOrder]:
    """Whose agreed hour lies within the period and has passed."""
    end = min(scope.period.end, scope.at)
    rows = HomeOrder.objects.of(scope.community).filter(starts_at__gte=scope.period.start, starts_at__lt=end)
    return rows.exclude(state__in=NOT_OURS)


def is_kept(_scope: Scope) -> Q:
    """Done at the hour that was agreed on first; nobody home is not our fault and counts as kept."""
    return Q(state__in=(State.DONE, State.NOBODY_HOME), put_offs=0)


def _taken_sql(scope: Scope) -> str:
    begin, end = moment(scope.period.start), moment(scope.period.end)
    return f"{TABLE} WHERE o.community_id = {scope.community.pk} AND o.asked_at >= {begin} AND o.asked_at < {end}"


def _agreed_sql(scope: Scope) -> str:
    begin, end = moment(scope.period.start), moment(min(scope.period.end, scope.at))
    return (
        f"{TABLE} WHERE o.community_id = {scope.community.pk} AND o.starts_at >= {begin} AND o.starts_at < {end} "
        f"AND o.state NOT IN ({words(NOT_OURS)})"
    )


FIGURES = (
    Figure(
        "home_orders_taken", _("上门服务预约"), _("次"), _("期间内居民预约的上门服务，不管后来怎样。"),
        "mission, service at home", Basis.PERIOD, Subject.HOME_ORDER, taken, lambda scope: counted(_taken_sql(scope)),
    ),
    Figure(
        "home_orders_on_time", _("按约上门"), _("次"),
        _("约定时间在期间内并已过去的预约里，没有改约、做完或家中无人的；取消和不能上门的不算。"),
        "mission, service at home", Basis.PERIOD, Subject.HOME_ORDER, agreed,
        lambda scope: part_of(_agreed_sql(scope), "o.put_offs = 0 AND o.state IN ('done', 'nobody_home')"),
        hit=is_kept, hit_label=_("按约"), rest_label=_("改约或未完成"),
    ),
)
