from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "huijia.kernel.privacy"
    label = "privacy"
    verbose_name = _("个人信息")

    def ready(self) -> None:
        from huijia.kernel.accounts import due
        from huijia.kernel.privacy import defaults, log, queries

        defaults.declare()
        log.register()
        due.register(due.Source("privacy", _("个人信息申请"), queries.due_for))
