"""What a community agrees on for its occasions; shown under 本社区约定."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options


def register() -> None:
    for spec in (
        options.Spec("offer_minutes", _("候补递补后多久之内确认"), 240, unit=_("分钟"), least=5, most=10_080),
        options.Spec(
            "offer_passed_over", _("一家人坐不下时，最多让后面的人先补几次"), 3, unit=_("次"), least=0, most=50
        ),
        options.Spec("party_most", _("一次报名最多几个人"), 8, unit=_("人"), least=1, most=50),
        options.Spec("reminder_from", _("活动前一天几点起提醒"), "16:00", "clock"),
        options.Spec(
            "address_signups_per_hour", _("同一网络每小时最多报名几次"), 60, unit=_("次"), least=1, most=1_000_000
        ),
        options.Spec(
            "phone_signups_per_day", _("同一手机号每天最多报名几次"), 20, unit=_("次"), least=1, most=1_000_000
        ),
    ):
        options.register(spec)
