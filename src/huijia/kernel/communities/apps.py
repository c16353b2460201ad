from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    name = "huijia.kernel.communities"
    label = "communities"
    verbose_name = _("社区")

    def ready(self) -> None:
        from huijia.kernel.communities import log, modules

        modules.declare()
        log.register()
