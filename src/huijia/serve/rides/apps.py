from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RidesConfig(AppConfig):
    name = "huijia.serve.rides"
    label = "rides"
    verbose_name = _("接送")

    def ready(self) -> None:
        from huijia.core.opening.practice import lists
        from huijia.core.people import panels
        from huijia.kernel.accounts import due
        from huijia.kernel.communities import modules
        from huijia.serve.rides import beside, holdings, log, notices, repoints, todo
        from huijia.serve.rides.models import RideTarget

        modules.register(modules.Module(
            "rides", _("接送"), "serve", _("接老人去接种、看病：谁坐谁的车、几点到门口、有没有平安到家。"),
        ))
        due.register(due.Source("rides", _("接送"), todo.due_for, "rides"))
        for panel in beside.PANELS:
            panels.register(panel)
        log.register()
        notices.register()
        holdings.register()
        repoints.register()
        lists.register(RideTarget)
