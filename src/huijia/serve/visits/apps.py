from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "huijia.serve.visits"
    label = "visits"
    verbose_name = _("走访")

    def ready(self) -> None:
        from huijia.core.matters import links
        from huijia.core.opening.practice import lists
        from huijia.core.people import panels
        from huijia.kernel.accounts import due
        from huijia.kernel.communities import modules
        from huijia.serve.visits import agreed, beside, files, holdings, log, repoints, todo
        from huijia.serve.visits.models import Rule

        modules.register(modules.Module(
            "visits", _("走访"), "serve", _("哪一户多久走一次、今天走哪几户；发现的问题转成事项，下次来再看好了没有。"),
        ))
        agreed.register()
        due.register(due.Source("visits", _("走访"), todo.due_for, "visits"))
        for panel in beside.PANELS:
            panels.register(panel)
        links.register("visits", beside.of_matter, "visits")
        log.register()
        files.register()
        holdings.register()
        repoints.register()
        lists.register(Rule)
