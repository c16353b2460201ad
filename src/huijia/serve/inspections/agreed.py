"""What a community agrees on for its inspections (terms after the usual practice, not law)."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options
from huijia.serve.inspections.enums import Level

DAYS_KEYS = {Level.MINOR: "hazard_days_minor", Level.MAJOR: "hazard_days_major"}
EVERY_KEY = "inspection_every_months"
KEPT_KEY = "inspections_kept_days"
REPORT_AFTER = 3
"""Knocks in vain after which a home is reported (domain rules, home gas check)."""


def register() -> None:
    day = _("天")
    options.register(options.Spec(DAYS_KEYS[Level.MINOR], _("一般隐患整改期限"), 30, unit=day, least=1, most=180))
    options.register(options.Spec(DAYS_KEYS[Level.MAJOR], _("较大隐患整改期限"), 7, unit=day, least=1, most=90))
    options.register(options.Spec(EVERY_KEY, _("入户安检多久一次"), 12, unit=_("个月"), least=1, most=60))
    options.register(options.Spec(KEPT_KEY, _("安检签收人的名字和签字保存"), 1095, unit=day, least=180, most=3650))
