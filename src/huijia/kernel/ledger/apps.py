from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "huijia.kernel.ledger"
    label = "ledger"
    verbose_name = _("操作日志")

    def ready(self) -> None:
        from huijia.kernel.ledger import guard, log  # noqa: F401

        connection_created.connect(guard.prepare, dispatch_uid="ledger.guard")
