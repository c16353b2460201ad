"""我要反映: one page, three steps, without JavaScript too.

The order of a POST: size → CSRF → plate → allowances → photos → the verb → 303 to the receipt. Without files the
allowance is spent in the verb's own transaction, so that a report is one commit.
"""

import json
from contextlib import suppress
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from huijia.core.matters import actions
from huijia.core.matters.emergencies import words_in
from huijia.core.matters.enums import Nature
from huijia.core.matters.models import Category
from huijia.core.residents import acting, visitors
from huijia.core.residents.visitors import access_at
from huijia.doors.portal import allowances, receipts, sent, spots
from huijia.doors.portal.allowances import Blocked
from huijia.doors.portal.forgery import is_forged
from huijia.doors.portal.sent import Sent
from huijia.doors.portal.spots import Spot
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import actions as files
from huijia.kernel.files.models import File
from huijia.lib.masks import mask_name

MOST_BYTES = 100 * 1024 * 1024
"""Six photos of the largest kind, a recording and the words; more is turned away before it is read."""


@csrf_exempt  # checked in `_answer`, so that an expired page keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def at_door(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST" and _too_big(request):
        return _turned_away(request)
    forged = request.method == "POST" and is_forged(request)
    plate = spots.plate_of(token)
    if plate is None or plate.revoked_at is not None:
        return spots.gone(request, plate)
    return _answer(request, Spot(plate.community, plate), forged)


@csrf_exempt  # the same
@require_http_methods(["GET", "HEAD", "POST"])
def online(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and _too_big(request):
        return _turned_away(request)
    forged = request.method == "POST" and is_forged(request)
    community = spots.community_of(request)
    if community is None:
        return spots.choose(request)
    return _answer(request, Spot(community), forged)


def _answer(request: HttpRequest, spot: Spot, forged: bool) -> HttpResponse:
    if request.method != "POST":
        access_at(request, spot.community, "report")
        return _page(request, spot, _blank(request, spot))
    form = sent.read(request)
    if forged:
        form.errors[""] = _("这一页放得太久了，还没有送出。您写的字都在，请再按一次「送出」；照片请重新选。")
        return _page(request, spot, form, status=403)
    try:
        registered = _register(request, spot, form)
    except Blocked as blocked:
        return _blocked(request, spot, form, blocked)
    except actions.Conflict:
        return _conflict(request, spot, form)
    except Refusal as refusal:
        form.errors[_FIELDS.get(refusal.field or "", refusal.field or "")] = str(refusal)
        return _page(request, spot, form, status=422)
    response = HttpResponseRedirect(reverse("portal:receipt"), status=303)
    receipts.remember(response, registered.matter.uuid)
    return response


def _blank(request: HttpRequest, spot: Spot) -> Sent:
    """An empty form; name and number of who is signed in stand in it."""
    form = sent.blank(request.GET.get("nature", ""))
    visitor = visitors.here(request, spot.community)
    if visitor is not None:
        form.values["phone"], form.values["name"] = visitor.login.phone, visitor.called
    return form


_FIELDS = {"title": "text", "reporter_name": "name", "place_name": "place"}
"""The verb's names of fields, where the form's differ."""


def _register(request: HttpRequest, spot: Spot, form: Sent) -> actions.Registered:
    by = access_at(request, spot.community, "report")
    draft = actions.checked(sent.draft_of(form, spot))
    wanted = allowances.of_report(spot, draft.phone, request)
    try:
        if form.has_files:
            allowances.spend(wanted)
            return _registered(request, draft, by, attachments=_kept(form, by))
        return _registered(request, draft, by, before=lambda: allowances.spend(wanted))
    except Blocked:
        with suppress(actions.Conflict):
            # A retry of what is here already is never turned away.
            return actions.repeated(draft, by)
        if not form.has_files:
            # The count went with the transaction that was undone; a refused try counts too.
            allowances.spend(wanted)
        raise


def _registered(request: HttpRequest, draft: actions.Draft, by: Access, **more: Any) -> actions.Registered:
    """The verb; of who is signed in it is noted in the same transaction that this is theirs."""
    visitor = visitors.here(request, by.community)
    if visitor is None:
        return actions.register(draft, by=by, **more)
    with transaction.atomic():
        done = actions.register(draft, by=by, **more)
        acting.note_deed(visitor, ("matter", done.matter.pk))
    return done


def _kept(form: Sent, by: Access) -> list[File]:
    """The files, kept. Refusal beside photos or audio, with the name of the one that cannot be used."""
    if len(form.photos) > sent.MOST_PHOTOS:
        text = _("最多 %(most)s 张照片，您选了 %(count)s 张") % {"most": sent.MOST_PHOTOS, "count": len(form.photos)}
        raise Refusal(text, field="photos")
    kept = []
    for photo in form.photos:
        try:
            kept.append(files.keep_photo(photo, community=by.community, by=by))
        except Refusal as refusal:
            text = _("「%(name)s」没有收下：%(why)s") % {"name": photo.name, "why": refusal}
            raise Refusal(text, field="photos", code=refusal.code) from None
    if form.audio is not None:
        try:
            kept.append(files.keep_audio(form.audio, community=by.community, by=by))
        except Refusal as refusal:
            raise Refusal(refusal.message, field="audio", code=refusal.code) from None
    return kept


def _page(request: HttpRequest, spot: Spot, form: Sent, *, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "community": spot.community,
        "spot": spot,
        "form": form,
        "natures": [(value, label, value == form.nature) for value, label in Nature.choices],
        "kinds": Category.objects.of(spot.community).filter(parent=None, is_active=True).order_by("code")[:40],
        "most_photos": sent.MOST_PHOTOS,
        "most_letters": actions.TEXT_LIMIT,
        "emergency_words": json.dumps(options.get(spot.community, "emergency_words"), ensure_ascii=False),
        "sounds_dangerous": bool(words_in(form.values["text"], spot.community)),
        "acting_for": _acting_for(request, spot),
        "lost_files": status != 200 and form.has_files,
        **more,
    }
    return render(request, "portal/report.html", context, status=status)


def _acting_for(request: HttpRequest, spot: Spot) -> str:
    """For whom a family member reports, masked; "" for oneself."""
    visitor = visitors.here(request, spot.community)
    return mask_name(visitor.mandate.person.name) if visitor is not None and visitor.mandate is not None else ""


def _blocked(request: HttpRequest, spot: Spot, form: Sent, blocked: Blocked) -> HttpResponse:
    minutes = -(-blocked.retry_after // 60)
    response = _page(request, spot, form, status=429, blocked=True, minutes=minutes, hours=-(-minutes // 60))
    response["Retry-After"] = str(blocked.retry_after)
    return response


def _conflict(request: HttpRequest, spot: Spot, form: Sent) -> HttpResponse:
    """The page had been sent before with other words: with a new UUID it can be sent as another report."""
    form.uuid = sent.blank().uuid
    form.errors[""] = _("这一页刚才已经送出过一件事。如果现在写的是另一件，请再按一次「送出」。")
    return _page(request, spot, form, status=409)


def _too_big(request: HttpRequest) -> bool:
    """Whether the body is larger than any honest report; decided from its head, before it is read."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return True
    try:
        request.POST.get("uuid")
    except RequestDataTooBig:
        return True
    return False


def _turned_away(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/too_big.html", {"community": spots.community_of(request)}, status=413)
