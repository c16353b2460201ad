from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidentsConfig(AppConfig):
    name = "huijia.core.residents"
    label = "residents"
    verbose_name = _("居民登录")

    def ready(self) -> None:
        from huijia.core.residents import agreed, copies, holdings, log, panel, proofs, purposes, repoints

        agreed.declare()
        copies.register()
        holdings.register()
        log.register()
        panel.register()
        proofs.register()
        purposes.register()
        repoints.register()
