"""What this room asks of a login, for its first page."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.core.signup.enums import Audience, State
from huijia.core.signup.models import Occasion, Signup
from huijia.core.signup.queries.occasions import planned_on
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.due import Due
from huijia.lib import clock


def _title(occasion: Occasion) -> str:
    said = _("数人数：%(title)s") if occasion.audience == Audience.OPEN else _("点名：%(title)s")
    return said % {"title": occasion.title}


def due_for(access: Access, at: datetime) -> list[Due]:
    """Occasions of today to take attendance of, and offered places of those who left no number. Two statements."""
    if not access.may("signup.attend"):
        return []
    # What nobody signs up for is done with once its heads are counted.
    today = planned_on(access.community, clock.local(at).date()).filter(closed_at=None)
    today = today.exclude(audience=Audience.OPEN, heads__gt=0)
    rows = [
        Due(
            _title(occasion), reverse("signup:attend", args=[occasion.pk]),
            occasion.starts_at, occasion.place_name,
        )
        for occasion in today[:6]
    ]
    offered = Signup.objects.of(access.community).filter(
        state=State.OFFERED, offer_ends_at__gt=at, phone_hash="", occasion__is_activity=True
    )
    return rows + [
        Due(
            _("有空位了，没留电话，请当面告诉：%(title)s") % {"title": signup.occasion.title},
            reverse("signup:occasion", args=[signup.occasion_id]), signup.offer_ends_at, signup.occasion.place_name,
        )
        for signup in offered.select_related("occasion").order_by("offer_ends_at")[:6]
    ]
