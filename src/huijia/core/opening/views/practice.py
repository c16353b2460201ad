"""练习: make the copy, watch it being made, go over, come back, make it anew."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huijia.core.opening import log
from huijia.core.opening.enums import CopyState
from huijia.core.opening.practice import making
from huijia.kernel.accounts.access import COMMUNITY_KEY, Access, open_for
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger import actions as ledger


@require_GET
def practice(request: HttpRequest) -> HttpResponse:
    access = open_for(request)
    copy = making.copy_of(making.live_of(access))
    context = {
        "copy": copy, "may_make": access.may("settings.edit"),
        "making": copy is not None and copy.state == CopyState.MAKING,
        "ready": copy is not None and copy.state == CopyState.READY,
    }
    template = "opening/_practice.html" if request.headers.get("HX-Request") else "opening/practice.html"
    return render(request, template, context)


@require_POST
def practice_make(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "settings.edit")
    making.make(by=access)
    messages.success(request, _("正在照样子准备练习社区，约半分钟；这一页会自己更新。"))
    return redirect("opening:practice")


@require_POST
def practice_reset(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "settings.edit")
    copy = making.copy_of(making.live_of(access))
    if copy is not None and making.reset(copy, by=access):
        messages.success(request, _("正在重做练习社区，约半分钟；这一页会自己更新。"))
    else:
        messages.info(request, _("已经有人在重做，等它做好就行。"))
    return redirect("opening:practice")


@require_POST
def practice_enter(request: HttpRequest) -> HttpResponse:
    access = open_for(request)
    copy = making.copy_of(making.live_of(access))
    if copy is None:
        messages.error(request, _("还没有练习社区，请书记或管理员先建一个。"))
        return redirect("opening:practice")
    return _go(request, access, copy.practice, log.PRACTICE_ENTERED, copy.practice)


@require_POST
def practice_leave(request: HttpRequest) -> HttpResponse:
    access = open_for(request)
    return _go(request, access, making.live_of(access), log.PRACTICE_LEFT, access.community)


def _go(request: HttpRequest, access: Access, to: Community, kind: str, practice: Community) -> HttpResponse:
    """Works in the other community from now on; noted in the practice community, where the first task looks."""
    if to.pk != access.community.pk:
        ledger.record(
            kind, subject=("community", practice.pk), by=access.actor(), community_id=practice.pk
        )
        request.session[COMMUNITY_KEY] = to.pk
    return redirect("accounts:home")
