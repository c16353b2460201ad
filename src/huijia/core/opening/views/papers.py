"""岗位卡和纸质表: one page from which all of it is printed."""

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huijia.core.opening.papers import CARDS, FORMS
from huijia.kernel.accounts.access import open_for
from huijia.kernel.accounts.roles import label_of


@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    open_for(request)
    return render(
        request, "opening/papers.html",
        {"cards": [(role, label_of(role)) for role in CARDS], "forms": FORMS.values()},
    )


@require_GET
def card(request: HttpRequest, role: str) -> HttpResponse:
    open_for(request)
    if role not in CARDS:
        raise Http404
    address = f"{settings.PUBLIC_URL}{reverse('accounts:login')}"
    context = {
        "card": CARDS[role], "label": label_of(role), "address": address,
        "qr": str(segno.make(address, error="m", micro=False).svg_data_uri(scale=4)),
    }
    return render(request, "opening/card.html", context)


@require_GET
def form(request: HttpRequest, code: str) -> HttpResponse:
    open_for(request)
    if code not in FORMS:
        raise Http404
    wanted = FORMS[code]
    return render(request, "opening/paper.html", {"form": wanted, "rows": range(wanted.rows)})
