"""重复: people who may stand on the roster twice, side by side; merging them, or saying that they are two."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people import actions
from huijia.core.people import doubles as roster
from huijia.core.people.actions.merging import COLUMNS, differing
from huijia.core.people.enums import KeyGroup
from huijia.core.people.models import Person
from huijia.core.people.queries import home_of
from huijia.doors.desk.sight import masked_address, masked_id, masked_phone
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal


@require_GET
def doubles(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "people.edit")
    after = request.GET.get("after", "")
    page = roster.likely(access.community, after)
    return render(request, "desk/doubles.html", {"page": page, "is_later": bool(after)})


@require_http_methods(["GET", "POST"])
def double(request: HttpRequest, left_id: int, right_id: int) -> HttpResponse:
    """GET: both side by side. POST: `keep` says which row goes on, `take_<fact>` whose value stands."""
    access = open_for(request, "people.edit")
    left, right = _pair(access, left_id, right_id)
    if request.method != "POST":
        return _page(request, left, right)
    keep, drop = (left, right) if request.POST.get("keep") == "left" else (right, left)
    if request.POST.get("keep") not in ("left", "right"):
        return _page(request, left, right, refused=_("请选保留哪一条"), status=422)
    other = "right" if keep is left else "left"
    take = {name: request.POST.get(f"take_{name}") == other for name in COLUMNS}
    try:
        kept = actions.merge(keep, drop=drop, take=take, by=access)
    except Refusal as refusal:
        return _page(request, left, right, refused=str(refusal), status=409 if refusal.code == "stale" else 422)
    messages.success(request, _("已合并为%(name)s一条，相关记录都转到这一条。") % {"name": kept.name})
    return redirect("desk:person", kept.pk)


@require_POST
def different(request: HttpRequest, left_id: int, right_id: int) -> HttpResponse:
    access = open_for(request, "people.edit")
    left, right = _pair(access, left_id, right_id)
    actions.call_different(left, right=right, by=access)
    messages.success(request, _("已记下：%(left)s和%(right)s不是同一人，不再提示。") % {
        "left": left.name, "right": right.name
    })
    return redirect("desk:doubles")


def _pair(access: Access, left_id: int, right_id: int) -> tuple[Person, Person]:
    rows = Person.objects.of(access.community).filter(pk__in=[left_id, right_id])
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise Http404
    return found[left_id], found[right_id]


def _page(
    request: HttpRequest, left: Person, right: Person, *, refused: str = "", status: int = 200
) -> HttpResponse:
    unlike = set(differing(left, right))
    chosen = request.POST.get("keep", "")
    context: dict[str, Any] = {
        "left": left, "right": right, "refused": refused, "chosen": chosen or _better(left, right),
        "merged": left.merged_into_id is not None or right.merged_into_id is not None,
        "homes": [home_of(left), home_of(right)],
        "rows": [
            {
                "name": name, "label": actions.FACT_LABELS[name], "left": _said(left, name),
                "right": _said(right, name), "differs": name in unlike, "take": _taken(request, left, name),
            }
            for name in COLUMNS if _said(left, name) or _said(right, name)
        ],
        "moves": [
            {"label": repoint.label, "left": repoint.count(left), "right": repoint.count(right)}
            for repoint in roster.all_repoints()
        ],
    }
    context["moves"] = [move for move in context["moves"] if move["left"] or move["right"]]
    return render(request, "desk/double.html", context, status=status)


def _better(left: Person, right: Person) -> str:
    """The row with a login is offered first, then the one of which more is known."""
    def known(person: Person) -> tuple[bool, int]:
        return person.user_id is not None, sum(bool(_said(person, name)) for name in COLUMNS)

    return "right" if known(right) > known(left) else "left"


def _taken(request: HttpRequest, left: Person, name: str) -> str:
    """Whose value is offered: what was chosen before, else the left one's where it has any."""
    return request.POST.get(f"take_{name}") or ("left" if _said(left, name) else "right")


def _said(person: Person, name: str) -> str:
    """A fact as the page shows it, sealed ones masked."""
    if name == "phone":
        return masked_phone(person)
    if name == "id_number":
        return masked_id(person) or person.get_id_kind_display()
    if name == "registered_address":
        return masked_address(person.registered_address)
    if name == "key_groups":
        return "、".join(str(KeyGroup(group).label) for group in person.key_groups if group in KeyGroup.values)
    said = getattr(person, f"get_{name}_display", None)
    value = said() if said is not None else getattr(person, name)
    return str(value or "")
