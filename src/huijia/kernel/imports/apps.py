from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "huijia.kernel.imports"
    label = "imports"
    verbose_name = _("导入")

    def ready(self) -> None:
        from huijia.kernel.imports import keeping, log

        keeping.declare()
        log.register()
