"""上手练习 of the reader's role."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huijia.core.opening import trials
from huijia.core.opening.actions.trials import dismiss_trial, finish_trial
from huijia.core.opening.practice import making
from huijia.kernel.accounts.access import open_for


@require_GET
def first_task(request: HttpRequest) -> HttpResponse:
    access = open_for(request)
    copy = making.copy_of(making.live_of(access))
    steps = trials.steps_for(access.roles)
    done = trials.done_in(copy.practice, access, steps) if copy else [False] * len(steps)
    if steps and all(done):
        finish_trial(by=access)
    context = {
        "copy": copy, "lines": list(zip(steps, done, strict=True)), "left": done.count(False),
        "finished": bool(steps) and all(done), "may_make": access.may("settings.edit"),
    }
    return render(request, "opening/first_task.html", context)


@require_POST
def task_dismiss(request: HttpRequest) -> HttpResponse:
    access = open_for(request)
    dismiss_trial(by=access)
    messages.info(request, _("首页不再提示；想练时从“练习社区”进来。"))
    return redirect("accounts:home")
