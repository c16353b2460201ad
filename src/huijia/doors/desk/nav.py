"""The main navigation, by permission: what this login may open, the most used first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.street import StreetAccess
from huijia.kernel.communities import modules


@dataclass(frozen=True)
class Place:
    """One entry of the table: shown to whoever holds one of `permissions`, unless they hold one of `unless`.

    `module`: the module that the community must have switched on. `group`: a key of `GROUPS`.
    """

    label: str | Promise
    name: str
    icon: str
    permissions: tuple[str, ...]
    query: str = ""
    unless: tuple[str, ...] = ()
    module: str = ""
    group: str = ""


# The daily work stands first and has no heading; a wing's rooms stand together.
GROUPS: dict[str, str | Promise] = {
    "": "", "home": _("人和家"), "lead": _("家引领"), "govern": _("家治理"), "serve": _("家服务"),
    "told": _("数字"), "office": _("社区事务"),
}

# Four of these stand in a phone's tab bar, so the order is that of use; what only a desk needs comes last.
PLACES = (
    Place(_("今天"), "desk:home", "home", ("matters.assign", "matters.answer")),
    Place(_("我的清单"), "desk:home", "clipboard-list", ("matters.view_own",), unless=("matters.view",)),
    Place(_("街道"), "directives:street", "building-community", ("matters.street",)),
    Place(_("上报"), "directives:escalated", "list", ("matters.street",)),
    Place(_("交办"), "directives:handed", "send", ("directives.hand",)),
    Place(_("接待"), "desk:intake", "phone-call", ("matters.accept",)),
    Place(_("登记"), "desk:intake", "plus", ("matters.register",), unless=("matters.accept",)),
    Place(_("事项"), "desk:matters", "list", ("matters.view", "matters.view_own")),
    Place(_("街道交办"), "directives:copies", "building-community", ("directives.answer",), group="office"),
    Place(_("例会"), "desk:meeting", "users", ("matters.assign",)),
    Place(_("我的户"), "desk:households", "home-heart", ("households.mine",), group="home"),
    Place(_("走访"), "visits:today", "walk", ("visits.make",), module="visits", group="serve"),
    Place(_("居民"), "desk:people", "users", ("people.view",), group="home"),
    Place(_("回访"), "desk:callbacks", "message-circle", ("matters.answer",)),
    Place(_("告诉邻里"), "desk:neighbours", "notice", ("matters.answer",), group="home"),
    Place(_("看板"), "desk:board", "layout-kanban", ("matters.view",)),
    Place(_("热线值班台"), "hotline:desk", "speakerphone", ("hotline.work",), module="hotline", group="serve"),
    Place(_("活动报名"), "signup:occasions", "events", ("signup.view",), module="signup", group="serve"),
    Place(
        _("党员名册"), "organisation:members", "users", ("party.view",), module="organisation", group="lead"
    ),
    Place(_("地图"), "desk:map", "map", ("places.view",), group="home"),
    Place(_("网格"), "desk:grids", "grid-dots", ("places.edit",), group="home"),
    Place(
        _("上门服务"), "home_orders:orders", "home-heart", ("home_orders.view",), group="serve", module="home_orders"
    ),
    Place(
        _("入户安检"), "inspections:campaigns", "flame", ("inspections.view",), group="serve", module="inspections"
    ),
    Place(_("健康角"), "health:corner", "heart", ("health.measure",), group="serve", module="health"),
    Place(_("实践站"), "station:programmes", "star", ("signup.view",), group="serve", module="station"),
    Place(_("窗口"), "counter:today", "calendar", ("counter.view",), group="serve", module="counter"),
    Place(_("代办"), "errands:errands", "clipboard-check", ("errands.view",), group="serve", module="errands"),
    Place(_("接送"), "rides:rides", "car", ("rides.view",), group="serve", module="rides"),
    Place(_("外勤"), "field:app", "wifi-off", ("households.mine",), group="home"),
    Place(_("指标"), "figures:figures", "chart-bar", ("figures.view",), unless=("matters.street",), group="told"),
    Place(_("请假与代理"), "desk:absences", "calendar", ("matters.handle",), group="office"),
    Place(_("导入"), "desk:imports", "table", ("matters.import", "people.import", "party.edit"), group="office"),
    Place(_("服务牌"), "desk:plates", "qrcode", ("plates.manage",), group="home"),
    Place(_("张贴服务牌"), "desk:plates_walk", "qrcode", ("plates.walk",), unless=("plates.manage",), group="home"),
    Place(_("职务"), "desk:staff", "user", ("settings.edit", "accounts.manage"), group="home"),
    Place(_("岗位卡和纸质表"), "opening:papers", "printer", ("matters.register",), group="office"),
    Place(_("启用"), "opening:setup", "clipboard-check", ("settings.edit",), group="office"),
    Place(_("约定"), "desk:options", "settings", ("settings.edit",), group="office"),
    Place(_("居民登录"), "residents:home", "user-plus", ("residents.admit",), group="home"),
    Place(_("个人信息"), "privacy:requests", "shield-check", ("privacy.manage",), group="office"),
    Place(_("日志"), "desk:audit", "history", ("audit.view",), group="office"),
    Place(_("账号"), "accounts:users", "key", ("accounts.manage",), group="office"),
)


def context(request: HttpRequest) -> Mapping[str, Any]:
    """The context processor. No query: it reads the access that the view opened, and nothing without one."""
    access: Access | StreetAccess | None = getattr(request, "access", None)
    return {"nav": entries(access, request.path) if access is not None else []}


def entries(access: Access | StreetAccess, path: str = "") -> list[dict[str, Any]]:
    """`[{label, url, icon, active, head}]` for `components/nav.html`; the longest address that begins `path` is active.

    `head` is the heading of a group above its first entry, else "".
    """
    order = list(GROUPS)
    places = sorted((place for place in PLACES if _open_to(place, access)), key=lambda place: order.index(place.group))
    found = [entry for place in places if (entry := _entry(place)) is not None]
    home = reverse("desk:home")
    under = [
        entry for entry in found
        if path == entry["path"] or (entry["path"] != home and path.startswith(entry["path"]))
    ]
    here = max(under, key=lambda entry: len(entry["path"]), default=None)
    above = ""
    for entry in found:
        entry["active"] = entry is here
        entry["head"] = GROUPS[entry["group"]] if entry["group"] != above else ""
        above = entry["group"]
    return found


def _open_to(place: Place, access: Access | StreetAccess) -> bool:
    if not any(access.may(permission) for permission in place.permissions):
        return False
    if any(access.may(permission) for permission in place.unless):
        return False
    # The street's desk is of no one community: it holds no permission of a module.
    return not place.module or (isinstance(access, Access) and modules.is_on(access.community, place.module))


def pages_of(module: str) -> list[tuple[str | Promise, tuple[str, ...]]]:
    """The entries that a module adds, with the permissions that open each."""
    return [(place.label, place.permissions) for place in PLACES if place.module == module]


def _entry(place: Place) -> dict[str, Any] | None:
    """None where that page is not part of this installation."""
    try:
        path = reverse(place.name)
    except NoReverseMatch:
        return None
    return {
        "label": place.label, "path": path, "url": path + place.query, "icon": place.icon, "active": False,
        "group": place.group,
    }
