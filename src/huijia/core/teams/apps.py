from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    name = "huijia.core.teams"
    label = "teams"
    verbose_name = _("志愿队伍")

    def ready(self) -> None:
        from huijia.core.teams import log, repoints

        log.register()
        repoints.register()
