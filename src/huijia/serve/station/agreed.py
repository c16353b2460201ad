"""What a community agrees on for its station; shown under 本社区约定."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options

AHEAD_KEY = "station_days_ahead"


def register() -> None:
    options.register(options.Spec(AHEAD_KEY, _("实践站的场次提前多少天排好"), 28, unit=_("天"), least=1, most=120))
