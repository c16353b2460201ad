from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "huijia.doors.desk"
    label = "desk"
    verbose_name = _("工作台")

    def ready(self) -> None:
        from huijia.doors.desk import nav
        from huijia.kernel.communities import modules

        modules.register_pages(nav.pages_of)
