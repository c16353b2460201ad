"""健康角 on a resident's own page: that there is something, never what; and not to who acts for somebody."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.residents import sections
from huijia.core.residents.sections import Line, Section
from huijia.core.residents.visitors import Visitor
from huijia.serve.health import queries


def register() -> None:
    sections.register(Section("health", gettext_lazy("健康角"), _lines, module="health"))


def is_own(visitor: Visitor) -> bool:
    """The person themselves, known to the roster; no mandate reaches this far."""
    return visitor.mandate is None and visitor.person is not None


def _lines(visitor: Visitor, at: datetime) -> list[Line]:
    if not is_own(visitor) or visitor.person is None:
        return []
    last = queries.readings_of(visitor.community, visitor.person.pk).order_by("-at").first()
    return [] if last is None else [Line(_("我的测量记录"), reverse("portal:me_health"), "", last.at)]
