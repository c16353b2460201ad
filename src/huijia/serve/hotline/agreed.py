"""What a community agrees on for its hotline; shown under 本社区约定."""

from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import PostKind
from huijia.kernel.communities import options

DUTY_KINDS = [PostKind.SECRETARY.value, PostKind.COMMITTEE.value, PostKind.OPERATOR.value]


def register() -> None:
    for spec in (
        options.Spec("callback_hours", _("漏接来电多久之内回电"), 24, unit=_("小时"), least=1, most=240),
        options.Spec("missed_once_minutes", _("同一号码多久之内算一次漏接"), 60, unit=_("分钟"), least=1, most=1440),
        options.Spec("duty_all_day", _("热线全天有人值班(含下班后和周末)"), True, "flag"),
        options.Spec("duty_kinds", _("哪些职务参加值班"), list(DUTY_KINDS), "words", least=1),
        options.Spec("sign_hours", _("12345 转办没写签收时限时，多久之内签收"), 4, unit=_("小时"), least=1, most=240),
    ):
        options.register(spec)
