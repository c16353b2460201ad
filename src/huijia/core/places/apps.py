from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "huijia.core.places"
    label = "places"
    verbose_name = _("地方")

    def ready(self) -> None:
        from huijia.core.places import log  # noqa: F401
