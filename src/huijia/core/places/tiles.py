"""Map tiles of 天地图, where a key is set for the community or for the whole installation.

Without a key nothing is asked of anybody, and the maps draw outlines, names and landmarks alone.
"""

import re
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.lib.policy import content_policy

# `_w`: spherical Mercator, in which 天地图 serves CGCS2000, so that WGS-84 points lie where they belong.
SERVERS = "01234567"
HOSTS = ("https://*.tianditu.gov.cn",)
_KEY = re.compile(r"[0-9A-Za-z]{16,64}")


def key_of(community: Community) -> str:
    """The community's own key, else the installation's; "" where there is none or it cannot be one."""
    key = str(options.get(community, "tianditu_key")).strip() or settings.TIANDITU_KEY
    return key if _KEY.fullmatch(key) else ""


def tiles_of(community: Community) -> dict[str, Any] | None:
    """For `map.js`: layers to choose from, each of several sheets one upon the other."""
    key = key_of(community)
    if not key:
        return None
    return {
        "subdomains": SERVERS,
        "attribution": _("底图：天地图(国家地理信息公共服务平台)"),
        "layers": [
            {"name": _("地图"), "urls": [_address("vec", key), _address("cva", key)]},
            {"name": _("影像"), "urls": [_address("img", key), _address("cia", key)]},
        ],
    }


def _address(layer: str, key: str) -> str:
    wanted = (
        f"SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
        "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
    )
    return f"https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?{wanted}&tk={key}"


def open_to_tiles(response: HttpResponse, community: Community) -> HttpResponse:
    """Lets this one page load pictures of the tile hosts, if there is a key."""
    if key_of(community):
        response.headers["Content-Security-Policy"] = content_policy(HOSTS)
    return response
