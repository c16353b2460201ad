from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StationConfig(AppConfig):
    name = "huijia.serve.station"
    label = "station"
    verbose_name = _("文明实践站")

    def ready(self) -> None:
        from huijia.kernel.communities import modules
        from huijia.serve.station import agreed, log

        modules.register(modules.Module(
            "station", _("文明实践站"), "serve", _("每日晨读、电影、宣讲：定一次，场次自己排好，谁来了数得清。"),
        ))
        agreed.register()
        log.register()
