from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectivesConfig(AppConfig):
    name = "huijia.core.directives"
    label = "directives"
    verbose_name = _("街道交办")

    def ready(self) -> None:
        from huijia.core.directives import log, notices, queries, readers
        from huijia.kernel.accounts import due

        due.register(due.Source("directives", _("街道交办"), queries.due_for))
        log.register()
        notices.register()
        readers.register()
