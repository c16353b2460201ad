"""On a person's page: whether they have a login, who may act for them, and the way to give either."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from huijia.core.people import panels
from huijia.core.people.models import Person
from huijia.core.residents import queries
from huijia.kernel.accounts.access import Access


def register() -> None:
    panels.register(
        panels.Panel(
            "residents", _("登录和委托"), "person", ("residents.admit",), "residents/_panel.html", load, order=80
        )
    )


def load(person: Person, access: Access) -> Mapping[str, Any] | None:
    if person.died_on is not None or person.merged_into_id is not None:
        return None
    live = [row for row in queries.mandates_of(person)[:10] if row.withdrawn_at is None]
    return {"person": person, "login": queries.open_login_of(person), "mandates": live}
