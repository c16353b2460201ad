"""One occasion with its lists, as several views answer with it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from huijia.core.signup import queries
from huijia.core.signup.enums import State
from huijia.core.signup.forms.occasions import CancelForm
from huijia.core.signup.models import Occasion
from huijia.kernel.accounts.access import Access
from huijia.lib import clock


def page_of(request: HttpRequest, access: Access, occasion: Occasion, status: int = 200, **extra: Any) -> HttpResponse:
    """Six statements, however many signed up."""
    lists = queries.lists_of(occasion)
    now = clock.now()
    context = {
        "occasion": occasion, "sums": queries.sums_of(occasion), "waiting": lists[State.WAITING],
        "offered": lists[State.OFFERED], "coming": [*lists[State.SIGNED], *lists[State.CAME], *lists[State.ABSENT]],
        "left": lists[State.CANCELLED], "is_over": now >= occasion.ends_at, "has_begun": now >= occasion.starts_at,
        "may_manage": access.may("signup.manage"), "may_attend": access.may("signup.attend"),
        "may_dial": access.may("signup.attend") and access.may("contacts.reveal"),
        "cancel_form": CancelForm(access=access, initial={"version": occasion.version}),
        "public_url": f"{settings.PUBLIC_URL}{reverse('portal:occasion', args=[occasion.pk])}",
        **extra,
    }
    return render(request, "signup/occasion.html", context, status=status)
