"""What a community agrees on for its health corner; shown under 本社区约定."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options

KEPT_KEY, FOLLOW_KEY = "health_kept_days", "health_follow_days"


def register() -> None:
    options.register(options.Spec(KEPT_KEY, _("健康角的测量数值保存"), 730, unit=_("天"), least=30, most=3650))
    options.register(options.Spec(FOLLOW_KEY, _("建议就医后多少天随访"), 14, unit=_("天"), least=1, most=90))
