"""Grids and groups by list: paste, rename, take away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.opening.forms.setup import GroupsForm, NamesForm, RenameForm
from huijia.core.opening.views.setup import grids_counted
from huijia.core.places import lists
from huijia.core.places.enums import GroupKind
from huijia.core.places.models import Grid, Group
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    return _page(request, open_for(request, "settings.edit"))


def _page(
    request: HttpRequest, access: Access, *, grids: NamesForm | None = None, groups: GroupsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "grids": grids_counted(access), "groups": Group.objects.of(access.community),
        "grids_form": grids or NamesForm(access=access, prefix="grids"),
        "groups_form": groups or GroupsForm(access=access, prefix="groups"), "editor": _editor(),
    }
    return render(request, "opening/places.html", context, status=status)


def _editor() -> str:
    """The page on which outlines are drawn, where this installation has it."""
    for name in ("grids:grids", "grids:list", "places:grids", "desk:grids", "desk:map"):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


@require_POST
def grids_add(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "settings.edit")
    form = NamesForm(request.POST, access=access, prefix="grids")
    if form.is_valid():
        try:
            added = lists.add_grids(form.cleaned_data["names"], by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _tell(request, added, _("加了 %(count)s 个网格。"))
            return redirect("opening:places")
    return _page(request, access, grids=form, status=422)


@require_POST
def groups_add(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "settings.edit")
    form = GroupsForm(request.POST, access=access, prefix="groups")
    if form.is_valid():
        kind = GroupKind(form.cleaned_data["kind"])
        try:
            added = lists.add_groups(form.cleaned_data["names"], kind=kind, by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _tell(request, added, _("加了 %(count)s 个小组。"))
            return redirect("opening:places")
    return _page(request, access, groups=form, status=422)


def _tell(request: HttpRequest, added: lists.Added, told: str) -> None:
    messages.success(request, told % {"count": len(added.made)})
    if added.known:
        known = "、".join(added.known[:5])
        messages.info(request, _("已经有的没有再加：%(names)s") % {"names": known})


def _row(access: Access, what: str, pk: int) -> Grid | Group:
    """
    Raises:
        Http404: no such grid or group here.
    """
    model: type[Grid | Group] = Grid if what == "grid" else Group
    found = model.objects.of(access.community).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """One grid or group: a new name."""
    access = open_for(request, "settings.edit")
    row = _row(access, what, pk)
    given = {"name": row.name, "code": row.code if isinstance(row, Grid) else ""}
    form = RenameForm(request.POST if request.method == "POST" else None, access=access, initial=given)
    if isinstance(row, Group):
        del form.fields["code"]
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(row, Grid):
                lists.rename_grid(row, by=access, **form.cleaned_data)
            else:
                lists.rename_group(row, by=access, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已改名为“%(name)s”。") % {"name": row.name})
            return redirect("opening:places")
    return render(
        request, "opening/place.html", {"row": row, "what": what, "form": form}, status=422 if form.errors else 200
    )


@require_POST
def place_remove(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    access = open_for(request, "settings.edit")
    row = _row(access, what, pk)
    try:
        if isinstance(row, Grid):
            lists.remove_grid(row, by=access)
        else:
            lists.remove_group(row, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(name)s”已去掉。") % {"name": row.name})
    return redirect("opening:places")
