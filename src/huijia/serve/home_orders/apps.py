from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeOrdersConfig(AppConfig):
    name = "huijia.serve.home_orders"
    label = "home_orders"
    verbose_name = _("上门服务")

    def ready(self) -> None:
        from huijia.core.matters import links
        from huijia.core.opening.practice import lists
        from huijia.core.people import panels
        from huijia.kernel.accounts import due
        from huijia.kernel.communities import modules, options
        from huijia.serve.home_orders import beside, holdings, log, notices, queries
        from huijia.serve.home_orders.models import HomeService

        modules.register(modules.Module(
            "home_orders", _("上门服务"), "serve", _("居民约个时间，社区派一个人上门，做完请居民评价。"),
        ))
        options.register(options.Spec(
            "home_order_gap_minutes", _("两次上门之间至少隔多久"), 15, unit=_("分钟"), most=240
        ))
        due.register(due.Source("home_orders", _("上门服务"), queries.due_for, "home_orders"))
        for panel in beside.PANELS:
            panels.register(panel)
        links.register("home_orders", beside.of_matter, "home_orders")
        log.register()
        notices.register()
        holdings.register()
        lists.register(HomeService)
