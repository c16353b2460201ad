"""报名 on a resident's own page."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huijia.core.residents import sections
from huijia.core.residents.sections import MOST, Line, Section
from huijia.core.residents.visitors import Visitor
from huijia.core.signup.models import Signup

SUBJECT = "signup"


def register() -> None:
    sections.register(Section("signups", _("报名和预约"), _lines, module="signup"))


def signups_of(visitor: Visitor) -> QuerySet[Signup]:
    """From their number, for their person, or while signed in."""
    mine = Q(pk__in=visitor.done(SUBJECT)) | Q(phone_hash__in=visitor.phone_hashes)
    if visitor.person is not None:
        mine |= Q(person=visitor.person)
    return Signup.objects.of(visitor.community).filter(mine)


def _lines(visitor: Visitor, at: datetime) -> list[Line]:
    rows = signups_of(visitor).select_related("occasion").order_by("-pk")[:MOST]
    return [
        Line(
            row.what or row.occasion.title, reverse("portal:me_signup", args=[row.ticket]), row.said_state,
            row.occasion.starts_at,
        )
        for row in rows
    ]
