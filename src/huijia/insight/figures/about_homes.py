"""Figures of households and of the plates at their doors, as they stood at the end of the last day."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import PostKind
from huijia.core.people.models import Care, Household, Residence
from huijia.core.people.queries import holding
from huijia.core.places.models import DoorPlate
from huijia.insight.figures.figure import Basis, Figure, Subject
from huijia.insight.figures.period import Scope
from huijia.insight.figures.sql import counted, day, moment, part_of


def living_here(scope: Scope) -> QuerySet[Household]:
    """Households with a dwelling on that day; those that moved away are not among them."""
    lives = holding(Residence.objects.of(scope.community).filter(household=OuterRef("pk")), scope.period.last)
    return Household.objects.of(scope.community).filter(Exists(lives))


def is_covered(scope: Scope) -> Q:
    """A member household, itself in its post on that day, looks after it."""
    last = scope.period.last
    cares = holding(Care.objects.of(scope.community).filter(household=OuterRef("pk")), last).filter(
        Q(post__ends_on=None) | Q(post__ends_on__gt=last),
        post__kind=PostKind.MEMBER_HOUSEHOLD,
        post__starts_on__lte=last,
    )
    return Q(Exists(cares))


def plates(scope: Scope) -> QuerySet[DoorPlate]:
    end = scope.period.end
    return DoorPlate.objects.of(scope.community).filter(
        Q(revoked_at=None) | Q(revoked_at__gte=end), issued_at__lt=end
    )


def _holds(alias: str, scope: Scope) -> str:
    last = day(scope.period.last)
    return f"{alias}.starts_on <= {last} AND ({alias}.ends_on IS NULL OR {alias}.ends_on > {last})"


def _households_sql(scope: Scope) -> str:
    return (
        f"people_household h WHERE h.community_id = {scope.community.pk} AND EXISTS "
        f"(SELECT 1 FROM people_residence r WHERE r.household_id = h.id AND {_holds('r', scope)})"
    )


def _covered_sql(scope: Scope) -> str:
    return (
        "EXISTS (SELECT 1 FROM people_care c JOIN people_post p ON p.id = c.post_id WHERE c.household_id = h.id "
        f"AND p.kind = 'member_household' AND {_holds('c', scope)} AND {_holds('p', scope)})"
    )


def _plates_sql(scope: Scope) -> str:
    end = moment(scope.period.end)
    return (
        f"places_doorplate d WHERE d.community_id = {scope.community.pk} AND d.issued_at < {end} "
        f"AND (d.revoked_at IS NULL OR d.revoked_at >= {end})"
    )


FIGURES = (
    Figure(
        "households_total", _("户数"), _("户"), _("末日当天在本社区有住处的户；已搬走的不算。"), "domain rules, places",
        Basis.DAY, Subject.HOUSEHOLD, living_here, lambda scope: counted(_households_sql(scope)),
    ),
    Figure(
        "households_covered", _("党员中心户联系到的户"), _("户"),
        _("末日当天有党员中心户联系的户；分母是当天的全部户数。中心户当天须在任。"), "article, three linked levels",
        Basis.DAY, Subject.HOUSEHOLD, living_here,
        lambda scope: part_of(_households_sql(scope), _covered_sql(scope)),
        hit=is_covered, hit_label=_("已联系"), rest_label=_("还没有人联系"),
    ),
    Figure(
        "plates_active", _("在用的网格服务牌"), _("块"), _("末日当天已发出、没有作废的服务牌。"),
        "domain rules, door QR", Basis.DAY, Subject.PLATE, plates, lambda scope: counted(_plates_sql(scope)),
    ),
)
