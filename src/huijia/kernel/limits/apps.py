from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LimitsConfig(AppConfig):
    name = "huijia.kernel.limits"
    label = "limits"
    verbose_name = _("次数限制")
