"""我的户: the households that my post looks after, or the homes of my group and grid."""

from collections import Counter
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huijia.core.matters import queries as matters
from huijia.core.matters.enums import OPEN_STATES
from huijia.core.people import actions
from huijia.core.people.models import HouseholdMember, Person, Residence
from huijia.core.people.queries import Head, cared_by, heads_at, holding, homes_of
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal

SIZE = 30


@dataclass
class Home:
    """One dwelling with who heads its households, and how many of its matters run."""

    dwelling: Dwelling
    heads: list[Head] = field(default_factory=list)
    running: int = 0


@require_GET
def households(request: HttpRequest) -> HttpResponse:
    """Paged by id: `after` is the last one of the page before. `q`: words of the address."""
    access = open_for(request, "households.mine")
    cared = cared_by(access)
    rows = homes_of(access, cared)
    wanted = request.GET.get("q", "").strip()[:60]
    for word in wanted.split():
        rows = rows.filter(address__icontains=word)
    after = request.GET.get("after", "")
    if after.isdecimal():
        rows = rows.filter(pk__gt=int(after))
    found = list(rows.select_related("grid").order_by("pk")[: SIZE + 1])
    context = {
        "homes": _homes(access, found[:SIZE], cared), "q": wanted, "cares": bool(cared),
        "next": found[SIZE - 1].pk if len(found) > SIZE else None, "is_later": after.isdecimal(),
        "may_call": access.may("contacts.reveal"), "may_register": access.may("matters.register"),
        "may_visit": access.may("visits.make") and modules.is_on(access.community, "visits"),
    }
    return render(request, "desk/households.html", context)


def _homes(access: Access, dwellings: list[Dwelling], cared: set[int]) -> list[Home]:
    """Three statements, however many homes."""
    heads = heads_at(access, [dwelling.pk for dwelling in dwellings], cared)
    homes = {dwelling.pk: Home(dwelling, heads.get(dwelling.pk, [])) for dwelling in dwellings}
    running = matters.visible_to(access).filter(dwelling__in=dwellings, state__in=OPEN_STATES)
    for dwelling_id, count in Counter(running.values_list("dwelling_id", flat=True)).items():
        homes[dwelling_id].running = count
    return list(homes.values())


@require_POST
def household_phone(request: HttpRequest, person_id: int) -> HttpResponse:
    """The number of the head of one of my households, to be pressed and called; each look leaves an entry."""
    access = open_for(request, "households.mine")
    person = head_of_mine(access, person_id)
    if person is None:
        raise Http404
    try:
        number = actions.reveal_phone(person, reason=_("联系自己的户"), by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return render(request, "desk/_phone.html", {"phone": ""}, status=403)
    if not getattr(request, "htmx", None):
        messages.info(request, number)
        return redirect("desk:households")
    return render(request, "desk/_phone.html", {"phone": number})


def head_of_mine(access: Access, person_id: int) -> Person | None:
    """The head of a household that stands on my page, None for anybody else."""
    cared = cared_by(access)
    living = holding(Residence.objects.of(access.community).filter(dwelling__in=homes_of(access, cared)))
    members = holding(
        HouseholdMember.objects.of(access.community).filter(
            person_id=person_id, is_head=True, household_id__in=living.values("household_id")
        )
    )
    member = members.select_related("person").first()
    return member.person if member is not None else None
