from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

CODE = "hotline"


class HotlineConfig(AppConfig):
    name = "huijia.serve.hotline"
    label = "hotline"
    verbose_name = _("民情服务热线")

    def ready(self) -> None:
        from huijia.core.people import panels
        from huijia.kernel.accounts import due
        from huijia.kernel.communities import modules
        from huijia.serve.hotline import agreed, holdings, imports, log, notices, todo
        from huijia.serve.hotline.queries.calls import panel_of

        modules.register(modules.Module(
            CODE, _("民情服务热线"), "serve", _("值班有人、来电有记录、漏接必回，12345 转来的件按时签收答复。"),
        ))
        agreed.register()
        holdings.register()
        imports.register()
        log.register()
        notices.register()
        due.register(due.Source(CODE, _("热线"), todo.due_for, module=CODE))
        panels.register(panels.Panel(
            "hotline_calls", _("来电与回电"), "person", ("people.view",), "hotline/_panel_calls.html", panel_of,
            order=40, module=CODE,
        ))
