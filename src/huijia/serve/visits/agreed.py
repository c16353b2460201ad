"""What a community agrees on for its visits."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options

AHEAD_KEY = "visits_ahead_days"
ROUND_KEY = "visits_round_hours"
KEPT_KEY = "visits_kept_days"


def register() -> None:
    options.register(options.Spec(
        AHEAD_KEY, _("走访到期前几天列进今日走访"), 7, unit=_("天"), least=0, most=60
    ))
    options.register(options.Spec(
        ROUND_KEY, _("出门后忘了收工，过多久自动收工"), 12, unit=_("小时"), least=2, most=24
    ))
    options.register(options.Spec(
        KEPT_KEY, _("走访记录里的话保存"), 1095, unit=_("天"), least=180, most=3650
    ))
