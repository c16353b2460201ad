"""What a community agrees on about its map."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options

_METRES = _("米")


def register() -> None:
    for spec in (
        options.Spec("grid_households_most", _("网格超过多少户时提示"), 500, unit=_("户"), least=1, most=5000),
        options.Spec("grid_snap_metres", _("网格边界相差多少以内自动对齐"), 2, unit=_METRES, most=20),
        options.Spec("tianditu_key", _("天地图密钥(浏览器端)"), "", "text", local=False, most=64),
    ):
        options.register(spec)
