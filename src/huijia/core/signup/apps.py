from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

CODE = "signup"


class SignupConfig(AppConfig):
    name = "huijia.core.signup"
    label = "signup"
    verbose_name = _("活动报名")

    def ready(self) -> None:
        from huijia.core.people import panels
        from huijia.core.signup import agreed, holdings, log, notices, todo
        from huijia.core.signup.queries.people import panel_of_household, panel_of_person
        from huijia.kernel.accounts import due
        from huijia.kernel.communities import modules

        modules.register(modules.Module(
            CODE, _("活动报名"), "serve", _("活动有名额、有候补、有签到：谁报了名、谁来了，一处看清。"),
        ))
        agreed.register()
        log.register()
        notices.register()
        holdings.register()
        due.register(due.Source(CODE, _("活动"), todo.due_for, module=CODE))
        for about, load in (("person", panel_of_person), ("household", panel_of_household)):
            panels.register(panels.Panel(
                "signups", _("活动报名"), about, ("signup.view",), "signup/_panel.html", load,  # type: ignore[arg-type]
                order=60, module=CODE,
            ))
