from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ErrandsConfig(AppConfig):
    name = "huijia.serve.errands"
    label = "errands"
    verbose_name = _("代办")

    def ready(self) -> None:
        from huijia.core.opening.practice import lists
        from huijia.core.people import panels
        from huijia.kernel.accounts import due
        from huijia.kernel.communities import modules
        from huijia.serve.errands import agreed, beside, files, holdings, log, notices, repoints, todo
        from huijia.serve.errands.models import ErrandService

        modules.register(modules.Module(
            "errands", _("代办帮办"), "serve",
            _("受居民委托去办事单位办事：谁在办、材料在谁手里、办到哪一步、有没有当面交回。"),
        ))
        agreed.register()
        due.register(due.Source("errands", _("代办"), todo.due_for, "errands"))
        for panel in beside.PANELS:
            panels.register(panel)
        log.register()
        notices.register()
        files.register()
        holdings.register()
        repoints.register()
        lists.register(ErrandService)
