from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "huijia.serve.inspections"
    label = "inspections"
    verbose_name = _("入户安检")

    def ready(self) -> None:
        from huijia.core.matters import links
        from huijia.core.opening.practice import lists
        from huijia.core.people import panels
        from huijia.kernel.accounts import due
        from huijia.kernel.communities import modules
        from huijia.serve.inspections import agreed, beside, files, holdings, log, notices, todo
        from huijia.serve.inspections.models import Checklist

        modules.register(modules.Module(
            "inspections", _("入户安检"), "serve", _("挨家查燃气、消防：查到哪里、有什么隐患、到期改了没有。"),
        ))
        agreed.register()
        due.register(due.Source("inspections", _("入户安检"), todo.due_for, "inspections"))
        for panel in beside.PANELS:
            panels.register(panel)
        links.register("inspections", beside.of_matter, "inspections")
        log.register()
        notices.register()
        files.register()
        holdings.register()
        lists.register(Checklist)
