"""每周怎样排: the lines of the weekly pattern."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huijia.core.people.models import Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.serve.hotline import actions
from huijia.serve.hotline.enums import DayKey
from huijia.serve.hotline.forms.roster import TurnForm
from huijia.serve.hotline.models import DutyTurn
from huijia.serve.hotline.queries.roster import label_of
from huijia.serve.hotline.views.opening import found, opened


@require_http_methods(["GET", "POST"])
def pattern(request: HttpRequest) -> HttpResponse:
    """GET: the lines and the form. POST: one more line."""
    access = opened(request, "hotline.manage")
    if request.method != "POST":
        return _page(request, access, TurnForm(access=access))
    form = TurnForm(request.POST, access=access)
    if not form.is_valid():
        return _page(request, access, form, status=422)
    try:
        turn = actions.add_turn(form.draft(), by=access)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, form, status=422)
    messages.success(request, _("加了一行“%(name)s”。都填好了，就到值班表里按月排好。") % {"name": turn.name})
    return redirect("hotline:pattern")


@require_http_methods(["GET", "POST"])
def turn(request: HttpRequest, turn_id: int) -> HttpResponse:
    """GET: one line in the form. POST: changes it."""
    access = opened(request, "hotline.manage")
    row = found(DutyTurn.objects.of(access.community).filter(pk=turn_id).first())
    if request.method != "POST":
        return _page(request, access, TurnForm(access=access, turn=row), row)
    form = TurnForm(request.POST, access=access)
    if not form.is_valid():
        return _page(request, access, form, row, status=422)
    row.version = form.cleaned_data["version"] or 0
    try:
        actions.change_turn(row, form.draft(), by=access)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, form, row, status=409 if isinstance(refusal, actions.Stale) else 422)
    messages.success(request, _("已改。排好的班不变，要变的请在值班表里改。"))
    return redirect("hotline:pattern")


@require_POST
def turn_drop(request: HttpRequest, turn_id: int) -> HttpResponse:
    access = opened(request, "hotline.manage")
    row = found(DutyTurn.objects.of(access.community).filter(pk=turn_id).first())
    actions.drop_turn(row, by=access)
    messages.success(request, _("去掉了“%(name)s”。排好的班不变。") % {"name": row.name})
    return redirect("hotline:pattern")


def _page(
    request: HttpRequest, access: Access, form: TurnForm, row: DutyTurn | None = None, status: int = 200
) -> HttpResponse:
    turns = list(DutyTurn.objects.of(access.community))
    ids = {pk for each in turns for pk in each.post_ids}
    names = {post.pk: label_of(post) for post in Post.objects.of(access.community).filter(pk__in=ids)
             .select_related("person")}
    context: dict[str, Any] = {
        "form": form, "editing": row, "lines": [
            {"turn": each, "days": days_said(each.days), "who": "、".join(names.get(pk, "") for pk in each.post_ids)}
            for each in turns
        ],
    }
    return render(request, "hotline/pattern.html", context, status=status)


def days_said(days: list[int]) -> str:
    """周一至周五, or the days one by one."""
    week = [day for day in days if day <= DayKey.SUNDAY]
    rest = [str(DayKey(day).label) for day in days if day > DayKey.SUNDAY]
    if len(week) > 2 and week == list(range(week[0], week[-1] + 1)):
        span = _("%(first)s至%(last)s") % {"first": DayKey(week[0]).label, "last": DayKey(week[-1]).label}
        return "、".join([span, *rest])
    return "、".join([*(str(DayKey(day).label) for day in week), *rest])
