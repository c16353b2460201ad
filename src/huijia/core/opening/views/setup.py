"""启用向导: the steps, the small forms that have no page elsewhere, the checklist and the opening."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.opening import actions, guide, readiness
from huijia.core.opening.forms.setup import DetailsForm, HotlineForm
from huijia.core.people.models import Household, Post
from huijia.core.people.queries import holding
from huijia.core.places.models import DoorPlate, Grid, Group
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock


@require_GET
def setup(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "settings.edit")
    steps = guide.shown(access)
    left = [line for line in steps if not line.done]
    context = {
        "steps": steps, "done": len(steps) - len(left), "left": left,
        "minutes": sum(line.step.minutes for line in left), "numbers": _numbers(access),
        "perms_export": access.may("office.export"),
    }
    return render(request, "opening/setup.html", context)


def _numbers(access: Access) -> list[tuple[str, int]]:
    """How much stands in the community so far."""
    here = access.community
    return [
        (_("网格"), Grid.objects.of(here).count()), (_("小组"), Group.objects.of(here).count()),
        (_("住户"), Household.objects.of(here).count()), (_("现任职务"), holding(Post.objects.of(here)).count()),
        (_("服务牌"), DoorPlate.objects.of(here).filter(revoked_at=None).count()),
    ]


@require_POST
def later(request: HttpRequest) -> HttpResponse:
    """`step`, and `later` 1 or 0."""
    access = open_for(request, "settings.edit")
    try:
        actions.put_off(request.POST.get("step", ""), later=request.POST.get("later") == "1", by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("opening:setup")


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "settings.edit")
    here = access.community
    given = {"name": here.name, "code12": here.code12, "motto": here.motto}
    form = DetailsForm(request.POST if request.method == "POST" else None, access=access, initial=given)
    return _form_page(request, form, "opening/details.html", _("社区资料已保存。"))


@require_http_methods(["GET", "POST"])
def hotline(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "settings.edit")
    keys = ("office_opens", "office_closes", "office_hours_note")
    given = {"hotline": access.community.hotline, **{key: options.get(access.community, key) for key in keys}}
    form = HotlineForm(request.POST if request.method == "POST" else None, access=access, initial=given)
    return _form_page(request, form, "opening/hotline.html", _("热线和办公时间已保存，居民页上现在就看得到。"))


def _form_page(request: HttpRequest, form: Any, template: str, told: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                form.act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, told)
            return redirect("opening:setup")
    return render(request, template, {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The checklist; POST opens the community."""
    access = open_for(request, "settings.edit")
    if request.method == "POST":
        try:
            opened = actions.open_community(by=access)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return _check_page(request, access, status=409)
        if opened:
            messages.success(request, _("%(name)s从今天起启用。祝一切顺利！") % {"name": access.community.name})
        return redirect("opening:check")
    return _check_page(request, access)


def _check_page(request: HttpRequest, access: Access, status: int = 200) -> HttpResponse:
    lines = readiness.lines(access.community, clock.today())
    context = {
        "must": [line for line in lines if line.must], "should": [line for line in lines if not line.must],
        "ready": readiness.is_ready(lines),
    }
    return render(request, "opening/check.html", context, status=status)


def grids_counted(access: Access) -> QuerySet[Any]:
    """The grids with how many homes each has, without their outlines."""
    return Grid.objects.of(access.community).defer("polygon").annotate(homes=Count("dwellings")).order_by("code")
