from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "huijia.doors.portal"
    label = "portal"
    verbose_name = _("居民门户")

    def ready(self) -> None:
        from huijia.core.matters.readers import FOLLOWED_KEY, REPORTER_KEY
        from huijia.core.residents import acting
        from huijia.doors.portal import my_errands, my_health, my_orders, my_rides, my_signups, openers

        acting.keep_apart(
            REPORTER_KEY, FOLLOWED_KEY, openers.HOME_ORDERS, openers.RIDES, openers.SIGNUPS, openers.ERRANDS
        )
        my_orders.register()
        my_rides.register()
        my_errands.register()
        my_health.register()
        my_signups.register()
