"""我家门口, the page behind a plate's code: my people, the hotline, what changed near by. Nothing of who lives here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huijia.core.matters.nearby import changes_at
from huijia.core.people.enums import PostKind
from huijia.core.people.queries import Carer, carers_of
from huijia.core.signup.enums import Audience
from huijia.core.signup.models import Occasion
from huijia.core.signup.queries import planned_on
from huijia.doors.portal import spots
from huijia.kernel.communities import modules, options
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from huijia.serve.counter.queries import takes_bookings
from huijia.serve.errands.queries import offered as errands_for
from huijia.serve.home_orders.queries import offered
from huijia.serve.hotline.queries.roster import for_residents
from huijia.serve.rides.queries import targets as rides_to


@require_safe
def door(request: HttpRequest, token: str) -> HttpResponse:
    plate = spots.placed(token)
    if plate is None or plate.revoked_at is not None:
        return spots.gone(request, plate)
    community = plate.community
    context = {
        "plate": plate,
        "community": community,
        "spot": spots.Spot(community, plate),
        "query": spots.with_community("", community),
        "keepers": [_keeper(carer) for carer in carers_of(plate.dwelling, plate.grid_id, community)],
        "has_counter": modules.is_on(community, "counter") and takes_bookings(community),
        "takes_errands": modules.is_on(community, "errands") and errands_for(community).exists(),
        "takes_rides": modules.is_on(community, "rides") and rides_to(community).exists(),
        "takes_home_orders": modules.is_on(community, "home_orders") and offered(community).exists(),
        "today": _today(community),
        "changes": changes_at([plate], community)[plate.pk],
        "hours": options.get(community, "office_hours_note"),
        "duty": for_residents(community, clock.now()),
    }
    return render(request, "portal/door.html", context)


def _today(community: Community) -> list[Occasion]:
    """今天有什么: what everybody may come to today and is not over."""
    if not modules.is_on(community, "signup"):
        return []
    now = clock.now()
    rows = planned_on(community, clock.today()).filter(ends_at__gt=now).exclude(audience=Audience.OFFICE)
    return list(rows[:5])


def _keeper(carer: Carer) -> dict[str, object]:
    """`post` what they are, `name`, and the number that the post gives to residents, "" where none is known."""
    return {"post": PostKind(carer.kind).label, "name": carer.label, "phone": carer.phone}
