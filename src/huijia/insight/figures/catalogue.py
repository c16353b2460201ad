"""The catalogue of named figures, in the order in which they are shown."""

from dataclasses import dataclass

from huijia.insight.figures import (
    about_counter,
    about_errands,
    about_home_orders,
    about_homes,
    about_hotline,
    about_inspections,
    about_matters,
    about_rides,
    about_signups,
    about_station,
    about_visits,
)
from huijia.insight.figures.figure import Figure, Value
from huijia.insight.figures.period import Scope
from huijia.kernel.communities import modules

CATALOGUE: dict[str, Figure] = {
    figure.key: figure
    for figure in (
        *about_matters.FIGURES, *about_homes.FIGURES, *about_counter.FIGURES, *about_errands.FIGURES,
        *about_home_orders.FIGURES,
        *about_hotline.FIGURES, *about_inspections.FIGURES, *about_rides.FIGURES, *about_signups.FIGURES,
        *about_station.FIGURES, *about_visits.FIGURES,
    )
}


@dataclass(frozen=True)
class Line:
    figure: Figure
    value: Value


def compute_all(scope: Scope) -> list[Line]:
    """Every figure of what the community has switched on, one statement each."""
    shown = [each for each in CATALOGUE.values() if not each.module or modules.is_on(scope.community, each.module)]
    return [Line(figure, figure.compute(scope)) for figure in shown]
