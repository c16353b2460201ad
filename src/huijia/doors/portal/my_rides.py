"""预约接送 on a resident's own page."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huijia.core.residents import sections
from huijia.core.residents.sections import MOST, Line, Section
from huijia.core.residents.visitors import Visitor
from huijia.serve.rides.models import Ride

SUBJECT = "ride"


def register() -> None:
    sections.register(Section("rides", _("预约接送"), _lines, module="rides"))


def rides_of(visitor: Visitor) -> QuerySet[Ride]:
    """Asked for from their number, for their person, or while signed in."""
    mine = Q(pk__in=visitor.done(SUBJECT)) | Q(phone_hash__in=visitor.phone_hashes)
    if visitor.person is not None:
        mine |= Q(person=visitor.person)
    return Ride.objects.of(visitor.community).filter(mine)


def _lines(visitor: Visitor, at: datetime) -> list[Line]:
    rows = rides_of(visitor).select_related("target").order_by("-pk")[:MOST]
    return [
        Line(
            row.target.name, reverse("portal:me_ride", args=[row.ticket]), row.get_state_display(),
            row.there_by,
        )
        for row in rows
    ]
