"""Accounts and roles: who may sign in here, and what each role may do."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huijia.kernel.accounts import actions, passwords, queries
from huijia.kernel.accounts import roles as table
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.forms import EndForm, GrantForm, NewUserForm, PersonForm, put_refusal
from huijia.kernel.accounts.fresh import is_fresh, require_fresh
from huijia.kernel.accounts.models import Membership, User
from huijia.lib import clock

_PER_PAGE = 50


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """The table role by permission, for anybody on the staff."""
    access = open_for(request)
    every = list(table.STAFF)
    lines = [
        {"label": label, "marks": [code in role.permissions for role in every]}
        for code, label in table.PERMISSIONS.items()
    ]
    context = {"roles": every, "lines": lines, "may_manage": access.may("accounts.manage")}
    return render(request, "accounts/roles.html", context)


@never_cache
@require_safe
def users(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "accounts.manage")
    held = Membership.objects.select_related("community", "street", "district").order_by("starts_on", "pk")
    found = queries.users_of(access.community).prefetch_related(Prefetch("memberships", held))
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    day = clock.today()
    lines = [{"user": user, "roles": [m for m in user.memberships.all() if m.is_valid_on(day)]} for user in page]
    return render(request, "accounts/users.html", {"page": page, "lines": lines})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def user_add(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "accounts.manage")
    require_fresh(request)
    form = NewUserForm(request.POST or None, access=access)
    if request.method == "POST" and form.is_valid():
        password = passwords.initial_password()
        try:
            user = _create(form, password, access)
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            return _tell_password(request, user, password)
    return render(request, "accounts/user_add.html", {"form": form})


@transaction.atomic
def _create(form: NewUserForm, password: str, access: Access) -> User:
    cleaned = form.cleaned_data
    user = actions.create_user(
        username=cleaned["username"],
        name=cleaned["name"],
        phone=cleaned["phone"],
        email=cleaned["email"],
        password=password,
        by=access,
    )
    actions.grant(user, by=access, **form.wanted())
    return user


def _tell_password(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """The answer itself shows the password, which is kept nowhere: it can't be opened a second time."""
    return render(request, "accounts/password_once.html", {"person": user, "password": password})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One account; POST corrects name, number and mail."""
    access = open_for(request, "accounts.manage")
    found = get_object_or_404(queries.users_of(access.community), pk=pk)
    form = PersonForm(request.POST or None, initial=_person(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_user(found, by=access, **form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("accounts:user", pk=pk)
    return _show(request, access, found, form=form)


def _person(user: User) -> dict[str, str]:
    return {"name": user.name, "phone": user.phone, "email": user.email}


def _show(
    request: HttpRequest,
    access: Access,
    found: User,
    *,
    form: PersonForm | None = None,
    grant_form: GrantForm | None = None,
) -> HttpResponse:
    day = clock.today()
    held = found.memberships.select_related("community__street", "street", "district").order_by("-starts_on", "-pk")
    lines = [
        {
            "membership": m,
            "label": m.label,
            "valid": m.is_valid_on(day),
            "past": m.ends_on is not None and m.ends_on <= day,
            "may_end": m.ends_on is None or m.ends_on > day,
        }
        for m in held
    ]
    context = {
        "person": found,
        "lines": lines,
        "mine": access.user_id == found.pk,
        "is_fresh": is_fresh(request),
        "has_factor": queries.has_factor(found),
        "devices": queries.live_devices(found, clock.now()),
        "may_manage": queries.may_manage(access, found),
        "form": form or PersonForm(initial=_person(found)),
        "grant_form": grant_form or GrantForm(access=access),
    }
    return render(request, "accounts/user.html", context)


@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    access = open_for(request, "accounts.manage")
    require_fresh(request)
    found = get_object_or_404(queries.users_of(access.community), pk=pk)
    form = GrantForm(request.POST, access=access)
    if form.is_valid():
        try:
            row = actions.grant(found, by=access, **form.wanted())
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            words = {"name": found.name, "role": row.label}
            messages.success(request, _("%(name)s 有了角色“%(role)s”。") % words)
            return redirect("accounts:user", pk=pk)
    return _show(request, access, found, grant_form=form)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one membership; `pk` is the membership's."""
    access = open_for(request, "accounts.manage")
    here = queries.users_of(access.community)
    row = get_object_or_404(Membership.objects.select_related("user"), pk=pk, user__in=here)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("日期不对，没有改动。"))
        return redirect("accounts:user", pk=row.user_id)
    try:
        actions.end_membership(row, by=access, on=form.cleaned_data["on"])
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("角色已定好结束日期。"))
    return redirect("accounts:user", pk=row.user_id)


@require_POST
def switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    """Deactivate or reactivate."""
    access = open_for(request, "accounts.manage")
    found = get_object_or_404(queries.users_of(access.community), pk=pk)
    try:
        (actions.reactivate if on else actions.deactivate)(found, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("账号已恢复。") if on else _("账号已停用，正在用的会话也已结束。"))
    return redirect("accounts:user", pk=pk)


@never_cache
@require_POST
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """A new first password, shown once."""
    access = open_for(request, "accounts.manage")
    require_fresh(request)
    found = get_object_or_404(queries.users_of(access.community), pk=pk)
    password = passwords.initial_password()
    try:
        actions.set_password(found, password, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:user", pk=pk)
    return _tell_password(request, found, password)


@require_POST
def cut_off(request: HttpRequest, pk: int) -> HttpResponse:
    """手机丢了: one button, no question asked first, since each minute counts."""
    access = open_for(request, "accounts.manage")
    found = get_object_or_404(queries.users_of(access.community), pk=pk)
    try:
        count = actions.cut_off(found, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = {"name": found.name, "count": count}
        messages.success(request, _("%(name)s 的 %(count)s 台手机已停用，会话都已结束；请本人用密码重新登录。") % words)
    return redirect("accounts:user", pk=pk)


@require_POST
def factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    access = open_for(request, "accounts.manage")
    require_fresh(request)
    found = get_object_or_404(queries.users_of(access.community), pk=pk)
    try:
        actions.reset_factor(found, reason=request.POST.get("reason", ""), by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s 的第二重验证已重置，下次只用密码登录。") % {"name": found.name})
    return redirect("accounts:user", pk=pk)
