"""预约上门 on a resident's own page."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huijia.core.residents import sections
from huijia.core.residents.sections import MOST, Line, Section
from huijia.core.residents.visitors import Visitor
from huijia.serve.home_orders.models import HomeOrder

SUBJECT = "home_order"


def register() -> None:
    sections.register(Section("home_orders", _("预约上门"), _lines, module="home_orders"))


def orders_of(visitor: Visitor) -> QuerySet[HomeOrder]:
    """Asked for from their number, for their person, or while signed in."""
    mine = Q(pk__in=visitor.done(SUBJECT)) | Q(phone_hash__in=visitor.phone_hashes)
    if visitor.person is not None:
        mine |= Q(person=visitor.person)
    return HomeOrder.objects.of(visitor.community).filter(mine)


def _lines(visitor: Visitor, at: datetime) -> list[Line]:
    rows = orders_of(visitor).select_related("service").order_by("-pk")[:MOST]
    return [
        Line(
            row.service.name, reverse("portal:me_order", args=[row.ticket]), row.get_state_display(),
            row.starts_at or row.asked_at,
        )
        for row in rows
    ]
