from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "huijia.kernel.accounts"
    label = "accounts"
    verbose_name = _("账号")

    def ready(self) -> None:
        from huijia.kernel.accounts import agreed, log

        agreed.declare()
        log.register()
