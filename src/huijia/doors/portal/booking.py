"""What every form has by which a resident asks to be come for: what was typed, and what is said when it cannot be."""

import uuid as uuids
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Self, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huijia.doors.portal import spots
from huijia.doors.portal.allowances import Blocked
from huijia.doors.portal.spots import Spot
from huijia.kernel.communities.errors import Conflict, Refusal

Row = TypeVar("Row", bound=Model)
View = Callable[..., HttpResponse]


@dataclass
class Typed:
    """The form as typed, with what is wrong beside each field ("" for the whole)."""

    uuid: uuids.UUID
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def sent(cls, request: HttpRequest, names: Iterable[str]) -> Self:
        return cls(uuid_of(request.POST.get("uuid", "")), {name: request.POST.get(name, "") for name in names})


def entrances(answer: Callable[[HttpRequest, Spot], HttpResponse]) -> tuple[View, View]:
    """The two doors to one form: from a plate (`token`), and from anywhere with the community in the query."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def at_door(request: HttpRequest, token: str) -> HttpResponse:
        plate = spots.placed(token)
        if plate is None or plate.revoked_at is not None:
            return spots.gone(request, plate)
        return answer(request, Spot(plate.community, plate))

    @require_http_methods(["GET", "HEAD", "POST"])
    def online(request: HttpRequest) -> HttpResponse:
        community = spots.community_of(request)
        if community is None:
            return spots.choose(request)
        return answer(request, Spot(community))

    return at_door, online


def answered(
    typed: Typed, ask: Callable[[], HttpResponse], page: Callable[[int], HttpResponse]
) -> HttpResponse:
    """What `ask` gives; where it is refused the page again with what was typed (`page(status)`)."""
    try:
        return ask()
    except Blocked as blocked:
        minutes = -(-blocked.retry_after // 60)
        typed.errors[""] = _("这会儿约得太多，请 %(minutes)s 分钟后再约，或者打热线") % {"minutes": minutes}
        response = page(429)
        response["Retry-After"] = str(blocked.retry_after)
        return response
    except Conflict:
        typed.uuid = uuids.uuid4()
        typed.errors[""] = _("这一页刚才已经送出过一次预约。如果要另约一次，请再按一次。")
        return page(409)
    except Refusal as refusal:
        typed.errors[refusal.field or ""] = str(refusal)
        return page(422)


def uuid_of(value: str) -> uuids.UUID:
    try:
        return uuids.UUID(value)
    except ValueError:
        return uuids.uuid4()


def day_of(value: str, name: str) -> date:
    """
    Raises:
        Refusal: no day; `name` is its field.
    """
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Refusal(_("请选哪一天"), field=name) from None


def chosen(rows: QuerySet[Row], value: str, *, name: str, told: str | Promise) -> Row:
    """
    Raises:
        Refusal: none of these.
    """
    found = rows.filter(pk=int(value)).first() if value.isdecimal() and len(value) < 19 else None
    if found is None:
        raise Refusal(told, field=name)
    return found


def place_at(spot: Spot, typed: str) -> str:
    """Where somebody lives: what was typed, behind the plate's place where the plate is nobody's own door."""
    if spot.plate is None or spot.plate.dwelling_id is not None:
        return typed
    return " ".join(part for part in (spot.plate.place_name, typed.strip()) if part)


def asks_place(spot: Spot) -> bool:
    return spot.plate is None or spot.plate.dwelling_id is None


def ask_first(ticket: str) -> HttpResponse:
    """To 查进度, for who has not shown the code in this browser."""
    return HttpResponseRedirect(f"{reverse('portal:progress')}?ticket={ticket[:30]}", status=303)
