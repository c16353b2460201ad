"""The receipt: ticket number and secret code in letters that can be read from across the table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from huijia.core.matters import actions, queries
from huijia.doors.portal import receipts, spots
from huijia.kernel.communities.queries import only_community


@require_safe
@cache_control(private=True, no_store=True)
def receipt(request: HttpRequest) -> HttpResponse:
    uuid = receipts.remembered(request)
    matter = queries.by_uuid(uuid) if uuid is not None else None
    if matter is None:
        return render(request, "portal/receipt_gone.html", {"community": only_community()})
    code = actions.secret_code(matter.uuid)
    context = {
        "community": matter.community,
        "home_url": spots.with_community("/", matter.community),
        "matter": matter,
        "code": code,
        "code_parts": [code[:4], code[4:]],
    }
    return render(request, "portal/receipt.html", context)
