"""联系户: which households a member household looks after; chosen by group or grid from those that nobody has."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huijia.core.people import actions
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Care, HouseholdMember, Post, Residence
from huijia.core.people.queries import holding
from huijia.core.places.models import Grid, Group
from huijia.doors.desk.forms.staff import CareForm
from huijia.doors.desk.views.staff import post_of
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, masks

SIZE = 60
MOST = 200


@dataclass(frozen=True)
class Home:
    """A household by where it lives; `head` masked, "" for those who may not see residents."""

    household_id: int
    address: str
    head: str
    care_id: int = 0


@require_http_methods(["GET", "POST"])
def cares(request: HttpRequest, post_id: int) -> HttpResponse:
    """GET: whom this post looks after, and who is free in a `group` or `grid`. POST: adds those ticked."""
    access = open_for(request, "settings.edit", "people.view", any=False)
    found = post_of(access, post_id)
    if found.kind != PostKind.MEMBER_HOUSEHOLD:
        raise Http404
    if request.method != "POST":
        return _page(request, access, found, CareForm(access=access))
    form = CareForm(request.POST, access=access)
    if not form.is_valid():
        return _page(request, access, found, form, status=422)
    try:
        count = form.act(found)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, found, form, status=422)
    values = {"who": found.person.name, "count": count}
    messages.success(request, _("%(who)s增加了 %(count)s 户联系户，扫这些户的门牌就能看到。") % values)
    return redirect(request.get_full_path())


@require_POST
def care_end(request: HttpRequest, care_id: int) -> HttpResponse:
    access = open_for(request, "settings.edit", "people.view", any=False)
    care = Care.objects.of(access.community).filter(pk=care_id).first()
    if care is None:
        raise Http404
    actions.end_care(care, ends_on=clock.today(), by=access)
    messages.success(request, _("已去掉这一户，可以由别人联系。"))
    return redirect("desk:cares", care.post_id)


def _page(request: HttpRequest, access: Access, post: Post, form: CareForm, status: int = 200) -> HttpResponse:
    filters = {name: request.GET.get(name, "") for name in ("group", "grid")}
    if not any(filters.values()):
        filters = {"group": str(post.group_id or ""), "grid": "" if post.group_id else str(post.grid_id or "")}
    free = _free(access, filters)
    after = request.GET.get("after", "")
    if after.isdecimal():
        free = free.filter(pk__gt=int(after))
    found = list(free.select_related("dwelling").order_by("pk")[: SIZE + 1])
    mine = _mine(access, post)
    heads = _heads(access, [row.household_id for row in (*found, *mine.values())])
    context = {
        "post": post, "form": form, "filters": filters, "chosen": {str(pk) for pk in form.rows},
        "free": [_home(row, heads) for row in found[:SIZE]],
        "mine": [_home(row, heads, care_id) for care_id, row in mine.items()],
        "next": found[SIZE - 1].pk if len(found) > SIZE else None,
        "grids": Grid.objects.of(access.community).defer("polygon"), "groups": Group.objects.of(access.community),
    }
    return render(request, "desk/cares.html", context, status=status)


def _home(row: Residence, heads: dict[int, str], care_id: int = 0) -> Home:
    return Home(row.household_id, row.dwelling.address, heads.get(row.household_id, ""), care_id)


def _free(access: Access, filters: dict[str, str]) -> QuerySet[Residence]:
    """Where households live that nobody looks after today or later; none without a group or grid."""
    today = clock.today()
    taken = Care.objects.of(access.community).filter(household=OuterRef("household")).exclude(ends_on__lte=today)
    rows = holding(Residence.objects.of(access.community), today).filter(~Exists(taken))
    if filters["group"].isdecimal():
        return rows.filter(dwelling__group_id=int(filters["group"]))
    if filters["grid"].isdecimal():
        return rows.filter(dwelling__grid_id=int(filters["grid"]))
    return rows.none()


def _mine(access: Access, post: Post) -> dict[int, Residence]:
    """Care id to where that household lives; at most two hundred."""
    today = clock.today()
    rows = Care.objects.of(access.community).filter(post=post).exclude(ends_on__lte=today).order_by("pk")
    held = dict(rows.values_list("household_id", "pk")[:MOST])
    living = holding(Residence.objects.of(access.community).filter(household_id__in=held), today)
    return {held[row.household_id]: row for row in living.select_related("dwelling").order_by("dwelling_id", "pk")}


def _heads(access: Access, household_ids: list[int]) -> dict[int, str]:
    """Household id to its head's masked name; nothing for those who may not see residents."""
    if not access.may("people.view"):
        return {}
    rows = holding(HouseholdMember.objects.of(access.community).filter(household_id__in=household_ids, is_head=True))
    return {row.household_id: masks.mask_name(row.person.name) for row in rows.select_related("person")}
