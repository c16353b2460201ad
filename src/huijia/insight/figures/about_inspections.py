"""Figures of inspections."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.insight.figures.figure import Basis, Figure, Subject
from huijia.insight.figures.period import Scope
from huijia.insight.figures.sql import day, part_of
from huijia.serve.inspections.enums import HazardState
from huijia.serve.inspections.models import Hazard, Home


def homes(scope: Scope) -> QuerySet[Home]:
    """Homes of the campaigns whose days touch the period; one that two campaigns have counts in each."""
    return Home.objects.of(scope.community).filter(
        campaign__starts_on__lte=scope.period.last, campaign__ends_on__gte=scope.period.first
    )


def was_checked(scope: Scope) -> Q:
    return Q(checked_on__gte=scope.period.first, checked_on__lte=scope.period.last)


def open_hazards(scope: Scope) -> QuerySet[Hazard]:
    return Hazard.objects.of(scope.community).filter(state=HazardState.OPEN)



def _homes_sql(scope: Scope) -> str:
    return (
        "inspections_home h JOIN inspections_campaign c ON c.id = h.campaign_id "
        f"WHERE h.community_id = {scope.community.pk} AND c.starts_on <= {day(scope.period.last)} "
        f"AND c.ends_on >= {day(scope.period.first)}"
    )


def _checked_sql(scope: Scope) -> str:
    return f"h.checked_on >= {day(scope.period.first)} AND h.checked_on <= {day(scope.period.last)}"


def _hazards_sql(scope: Scope) -> str:
    return (
        "SELECT count(*) AS value, count(*) AS numerator, NULL AS denominator FROM inspections_hazard z "
        f"WHERE z.community_id = {scope.community.pk} AND z.state = 'open'"
    )


FIGURES = (
    Figure(
        "homes_checked", _("安检过的户"), _("户"),
        _("期间内安检行动里进门查过的户；分母是这些行动要查的户。不遇、拒检、空置的不算查过。"),
        "mission 13", Basis.PERIOD, Subject.INSPECTION, homes,
        lambda scope: part_of(_homes_sql(scope), _checked_sql(scope)), hit=was_checked,
        hit_label=_("查过"), rest_label=_("没有查到"), module="inspections",
    ),
    Figure(
        "hazards_open", _("待整改的隐患"), _("处"), _("现在还没有经复查销号的安检隐患。"), "mission 13", Basis.NOW,
        Subject.HAZARD, open_hazards, _hazards_sql, module="inspections",
    ),
)
