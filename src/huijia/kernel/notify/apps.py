from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotifyConfig(AppConfig):
    name = "huijia.kernel.notify"
    label = "notify"
    verbose_name = _("通知")

    def ready(self) -> None:
        from huijia.kernel.notify import channels, directory

        channels.register_defaults()
        directory.register()
