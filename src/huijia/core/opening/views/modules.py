"""模块: each on or off with its purpose and who sees what then; what every community needs is always on."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from huijia.core.opening import actions
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.accounts.roles import ROLES
from huijia.kernel.communities import modules as table
from huijia.kernel.communities.errors import Refusal

CORE = (
    (gettext_lazy("事项"), gettext_lazy("居民反映的事，一件一件办到底。")),
    (gettext_lazy("人和户"), gettext_lazy("名册、职务、谁联系谁。")),
    (gettext_lazy("网格和服务牌"), gettext_lazy("每扇门属于哪个网格，一扫就能反映。")),
    (gettext_lazy("账号和日志"), gettext_lazy("谁能登录、谁做了什么。")),
)


@dataclass(frozen=True)
class Line:
    """`seen`: (page, the roles that see it) while the module is on."""

    module: table.Module
    on: bool
    seen: list[tuple[str, str]]


@require_GET
def modules(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "settings.edit")
    wings = [
        {"label": label, "lines": [_line(module, access) for module in table.registered() if module.wing == wing]}
        for wing, label in table.WINGS.items()
    ]
    context = {"wings": [wing for wing in wings if wing["lines"]], "core": CORE}
    return render(request, "opening/modules.html", context)


def _line(module: table.Module, access: Access) -> Line:
    seen = [(str(label), _roles(permissions)) for label, permissions in table.pages_of(module.code)]
    return Line(module, table.is_on(access.community, module.code), seen)


def _roles(permissions: tuple[str, ...]) -> str:
    return "、".join(str(role.label) for role in ROLES.values() if role.permissions.intersection(permissions))


@require_POST
def module_switch(request: HttpRequest) -> HttpResponse:
    """`module`, and `on` 1 or 0."""
    access = open_for(request, "settings.edit")
    code, on = request.POST.get("module", ""), request.POST.get("on") == "1"
    try:
        actions.switch_module(code, on=on, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("opening:modules")
    label: str | Promise = next(module.label for module in table.registered() if module.code == code)
    switched_on = _("“%(module)s”已启用，有权限的人现在就看得到。")
    told = switched_on if on else _("“%(module)s”已停用；记录都留着，再启用还在。")
    messages.success(request, told % {"module": label})
    return redirect("opening:modules")
