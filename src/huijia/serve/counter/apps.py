from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CounterConfig(AppConfig):
    name = "huijia.serve.counter"
    label = "counter"
    verbose_name = _("窗口")

    def ready(self) -> None:
        from huijia.core.opening.practice import lists
        from huijia.kernel.accounts import due
        from huijia.kernel.communities import modules
        from huijia.serve.counter import agreed, holdings, log, notices, todo
        from huijia.serve.counter.models import Counter, CounterService

        modules.register(modules.Module(
            "counter", _("窗口预约"), "serve",
            _("窗口办什么、要带什么、什么时候开；预约、延时、周末加时和现场取号排一个队。"),
        ))
        agreed.register()
        due.register(due.Source("counter", _("窗口"), todo.due_for, "counter"))
        log.register()
        notices.register()
        holdings.register()
        lists.register(Counter, CounterService)
