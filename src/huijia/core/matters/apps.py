from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MattersConfig(AppConfig):
    name = "huijia.core.matters"
    label = "matters"
    verbose_name = _("事项")

    def ready(self) -> None:
        from huijia.core.matters import (
            emergencies,
            holdings,
            imports,
            log,
            nearby,
            notices,
            panels,
            phrases,
            readers,
            repoints,
        )
        from huijia.kernel.imports import importers

        emergencies.register()
        importers.register(imports.MatterImporter())
        holdings.register()
        log.register()
        nearby.register()
        notices.register()
        phrases.register()
        panels.register()
        readers.register()
        repoints.register()
