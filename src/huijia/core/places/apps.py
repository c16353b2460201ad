from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "huijia.core.places"
    label = "places"
    verbose_name = _("地方")

    def ready(self) -> None:
        from huijia.core.places import agreed, log, queries  # noqa: F401
        from huijia.kernel.accounts import grids

        agreed.register()
        grids.register(queries.grid_labels, queries.grid_twins)
