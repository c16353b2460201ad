from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldConfig(AppConfig):
    name = "huijia.doors.field"
    label = "field"
    verbose_name = _("外勤")

    def ready(self) -> None:
        from huijia.doors.field import agreed

        agreed.register()
