"""What a community agrees on for the phones that work without a signal."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options

HOURS_KEY = "field_pack_hours"


def register() -> None:
    options.register(
        options.Spec(HOURS_KEY, _("外勤资料在手机上保存多久"), 72, unit=_("小时"), least=4, most=336)
    )
