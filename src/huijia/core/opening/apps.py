from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpeningConfig(AppConfig):
    name = "huijia.core.opening"
    label = "opening"
    verbose_name = _("启用")

    def ready(self) -> None:
        from huijia.core.opening import guide, log, reminders

        guide.declare()
        log.register()
        reminders.register()
