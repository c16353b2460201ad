"""活动: what is on, and signing up on the page of one occasion, without a login and without JavaScript."""

from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from huijia.core.residents import acting, visitors
from huijia.core.residents.visitors import access_at
from huijia.core.signup import actions, months, queries
from huijia.core.signup.enums import Audience
from huijia.core.signup.models import Occasion
from huijia.doors.portal import allowances, my_signups, receipts, signing, spots
from huijia.doors.portal.allowances import Blocked
from huijia.doors.portal.forgery import is_forged
from huijia.doors.portal.signing import Typed
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, ical

MOST = 120
FED_BEFORE, MOST_FED = timedelta(days=14), 300


@require_safe
def occasions(request: HttpRequest) -> HttpResponse:
    community = spots.community_of(request)
    if community is None:
        return spots.choose(request)
    modules.require(community, "signup")
    now = clock.now()
    rows = _next_of_each(list(queries.public(community, now)[:MOST]))
    context = {
        "community": community, "home_url": spots.with_community("/", community),
        "query": spots.with_community("", community),
        "rows": [(row, row.takes_signups(now), row.opens_at > now) for row in rows],
    }
    return render(request, "portal/occasions.html", context)


def _next_of_each(rows: list[Occasion]) -> list[Occasion]:
    """Of what takes place again and again and needs no sign-up only the next time; the month has them all."""
    seen: set[tuple[str, int | None]] = set()
    kept = []
    for row in rows:
        key = (row.source_kind, row.source_id)
        if row.audience == Audience.OPEN and row.source_kind and row.is_planned:
            if key in seen:
                continue
            seen.add(key)
        kept.append(row)
    return kept


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of activities, day by day. `month`: 2026-04, this month without it."""
    community = spots.community_of(request)
    if community is None:
        return spots.choose(request)
    modules.require(community, "signup")
    today = clock.today()
    first = months.chosen(request.GET.get("month", ""), today)
    days = [day for week in queries.month_of(community, first, today) for day in week if not day.is_other]
    feed = spots.with_community(request.build_absolute_uri(reverse("portal:feed")), community)
    context = {
        "community": community, "home_url": spots.with_community("/", community), "first": first,
        "days": [(day, [row for row in day.occasions if row.audience != Audience.OFFICE]) for day in days],
        "back_url": spots.with_community(reverse("portal:occasions"), community),
        "before": months.before(first), "after": months.after(first), "slug": community.slug,
        "webcal": f"webcal://{feed.split('://', 1)[-1]}",
    }
    return render(request, "portal/calendar.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The activities of the days ahead for a phone's calendar to follow: what, when and where, nobody's name."""
    community = spots.community_of(request)
    if community is None:
        raise Http404
    modules.require(community, "signup")
    now = clock.now()
    rows = queries.public(community, now - FED_BEFORE)[:MOST_FED]
    events = [
        ical.Event(
            f"{row.uuid}@huijia", row.version, row.starts_at, row.ends_at, row.title, row.place_name,
            settings.PUBLIC_URL + reverse("portal:occasion", args=[row.pk]), cancelled=not row.is_planned,
        ) for row in rows
    ]
    content = ical.written(events, product="activities", at=now, name=f"{community.name} {_('活动')}")
    return HttpResponse(content, content_type=ical.CONTENT_TYPE, headers={"Cache-Control": "public, max-age=900"})


@csrf_exempt  # checked below, so that an expired page keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def occasion(request: HttpRequest, pk: int) -> HttpResponse:
    forged = request.method == "POST" and is_forged(request)
    row = queries.occasion_for_public(pk)
    if row is None:
        raise Http404
    if request.method != "POST":
        access_at(request, row.community, "sign_up")
        return _page(request, row, _blank(request, row))
    typed = signing.read(request)
    if forged:
        typed.errors[""] = _("这一页放得太久了，还没有送出。您写的字都在，请再按一次「报名」。")
        return _page(request, row, typed, status=403)
    return _sign(request, row, typed)


def _blank(request: HttpRequest, row: Occasion) -> Typed:
    """An empty form; name and number of who is signed in stand in it."""
    typed = signing.blank()
    visitor = visitors.here(request, row.community)
    if visitor is not None:
        typed.values["name"], typed.values["phone"] = visitor.called, visitor.login.phone
    return typed


def _sign(request: HttpRequest, row: Occasion, typed: Typed) -> HttpResponse:
    by = access_at(request, row.community, "sign_up")
    try:
        done = _signed(request, row, typed, by)
    except Blocked as blocked:
        minutes = -(-blocked.retry_after // 60)
        answer = _page(request, row, typed, status=429, blocked=True, minutes=minutes)
        answer["Retry-After"] = str(blocked.retry_after)
        return answer
    except actions.Conflict:
        typed.uuid = signing.blank().uuid
        typed.errors[""] = _("这一页刚才已经报过一次名。如果现在报的是另一位，请再按一次「报名」。")
        return _page(request, row, typed, status=409)
    except Refusal as refusal:
        typed.errors[refusal.field or ""] = str(refusal)
        return _page(request, queries.occasion_for_public(row.pk) or row, typed, status=422)
    response = HttpResponseRedirect(reverse("portal:signup_receipt"), status=303)
    receipts.remember(response, done.signup.uuid, receipts.SIGNUP)
    return response


def _signed(request: HttpRequest, row: Occasion, typed: Typed, by: Access) -> actions.Signed:
    draft = signing.draft_of(typed)
    visitor = visitors.here(request, row.community)
    wanted = allowances.of_signup(row.community, signing.plain_phone(draft.phone), request)
    try:
        with transaction.atomic():
            done = actions.sign(row, draft, by=by, before=lambda: allowances.spend(wanted))
            if visitor is not None:
                acting.note_deed(visitor, (my_signups.SUBJECT, done.signup.pk))
        return done
    except Refusal:
        # The count went with the transaction that was undone; a refused try counts too, or phones could be tried out.
        with suppress(Blocked):
            allowances.spend(wanted)
        raise


def _page(request: HttpRequest, row: Occasion, typed: Typed, *, status: int = 200, **more: object) -> HttpResponse:
    now = clock.now()
    most = min(row.party_most, row.capacity or row.party_most)
    context = {
        "community": row.community, "home_url": spots.with_community("/", row.community), "occasion": row,
        "back_url": spots.with_community(reverse("portal:occasions"), row.community), "form": typed,
        "is_open": row.takes_signups(now), "is_early": row.opens_at > now, "is_over": row.ends_at <= now,
        "waits": row.is_full or bool(row.waiting and row.capacity), "most": most,
        "counts": [(str(number), str(number) == typed.values["party"]) for number in range(1, most + 1)], **more,
    }
    return render(request, "portal/occasion.html", context, status=status)
