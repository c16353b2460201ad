"""Figures of visits."""

from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Residence
from huijia.core.people.queries import holding
from huijia.core.places.models import Dwelling
from huijia.insight.figures.figure import Basis, Figure, Subject
from huijia.insight.figures.period import Scope
from huijia.insight.figures.sql import day, moment, part_of
from huijia.lib import clock
from huijia.serve.visits.enums import Kind, Means, Outcome
from huijia.serve.visits.models import Visit

TABLE = "visits_visit v"


def _start(scope: Scope) -> datetime:
    return datetime.combine(scope.period.first, time(), clock.ZONE)


def made(scope: Scope) -> QuerySet[Visit]:
    """Visits of the period, those that met nobody too; what was struck out or said on the phone alone is none."""
    rows = Visit.objects.of(scope.community).filter(voided_at=None, at__gte=_start(scope), at__lt=scope.period.end)
    return rows.exclude(means=Means.PHONE)


def has_met(_scope: Scope) -> Q:
    return Q(outcome=Outcome.MET)


def studies(scope: Scope) -> QuerySet[Visit]:
    return made(scope).filter(kind=Kind.STUDY, outcome=Outcome.MET)


def lived_in(scope: Scope) -> QuerySet[Dwelling]:
    """Homes in which a household lived on the last day."""
    lives = holding(Residence.objects.of(scope.community).filter(dwelling=OuterRef("pk")), scope.period.last)
    return Dwelling.objects.of(scope.community).filter(Exists(lives))


def was_visited(scope: Scope) -> Q:
    return Q(Exists(made(scope).filter(dwelling=OuterRef("pk"), outcome=Outcome.MET)))


def _sql(scope: Scope) -> str:
    return (
        f"{TABLE} WHERE v.community_id = {scope.community.pk} AND v.voided_at IS NULL AND v.means <> 'phone' "
        f"AND v.at >= {moment(_start(scope))} AND v.at < {moment(scope.period.end)}"
    )


def _studies_sql(scope: Scope) -> str:
    return (
        "SELECT count(*) AS value, count(*) AS numerator, NULL AS denominator FROM "
        f"{_sql(scope)} AND v.kind = 'study' AND v.outcome = 'met'"
    )


def _homes_sql(scope: Scope) -> str:
    last = day(scope.period.last)
    return (
        f"places_dwelling d WHERE d.community_id = {scope.community.pk} AND EXISTS (SELECT 1 FROM people_residence r "
        f"WHERE r.dwelling_id = d.id AND r.starts_on <= {last} AND (r.ends_on IS NULL OR r.ends_on > {last}))"
    )


def _visited_sql(scope: Scope) -> str:
    return f"EXISTS (SELECT 1 FROM {_sql(scope)} AND v.dwelling_id = d.id AND v.outcome = 'met')"


FIGURES = (
    Figure(
        "visits_made", _("走访"), _("户次"),
        _("期间内见到了人的走访；分母是全部走访，家中无人的也在内。只打电话的和作废的不算。"), "mission 11",
        Basis.PERIOD, Subject.VISIT, made, lambda scope: part_of(_sql(scope), "v.outcome = 'met'"), hit=has_met,
        hit_label=_("见到了人"), rest_label=_("没见到"), module="visits",
    ),
    Figure(
        "homes_visited", _("走到的户"), _("户"),
        _("末日有人住的房屋里，期间内至少走访过一次并见到人的；分母是有人住的全部房屋。"), "mission 11",
        Basis.PERIOD, Subject.HOME, lived_in, lambda scope: part_of(_homes_sql(scope), _visited_sql(scope)),
        hit=was_visited, hit_label=_("走到了"), rest_label=_("还没走到"), module="visits",
    ),
    Figure(
        "studies_at_home", _("送学上门"), _("次"), _("期间内到老党员等家里送学、见到了人的次数。"), "mission 3",
        Basis.PERIOD, Subject.VISIT, studies, _studies_sql, module="visits",
    ),
)
