from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "huijia.serve.health"
    label = "health"
    verbose_name = _("健康角")

    def ready(self) -> None:
        from huijia.kernel.accounts import due
        from huijia.kernel.communities import modules
        from huijia.serve.health import agreed, holdings, log, notices, repoints, todo

        modules.register(modules.Module(
            "health", _("健康角"), "serve",
            _("量血压血糖：本人同意才留数值，只有健康角人员和本人看得到；偏高的提醒复测、就医和随访。"),
        ))
        agreed.register()
        due.register(due.Source("health", _("健康角"), todo.due_for, "health"))
        log.register()
        notices.register()
        holdings.register()
        repoints.register()
