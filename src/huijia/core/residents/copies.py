"""同时收到通知: whoever may act with notices gets a copy of what goes to the person's phone, never of a login code."""

from huijia.core.people.queries import holding, phone_hash
from huijia.core.residents.models import Mandate
from huijia.kernel.notify import addresses
from huijia.kernel.notify.addresses import Address


def register() -> None:
    addresses.register_copies(agents_of)


def agents_of(phone: str, community_id: int) -> list[Address]:
    """Phones of today's agents of whoever has this number on the roster."""
    try:
        key = phone_hash(phone)
    except ValueError:
        return []
    rows = Mandate.objects.of(community_id).filter(
        person__phone_hash=key, gets_notices=True, withdrawn_at=None, person__died_on=None
    )
    return [addresses.phone(mandate.agent_phone) for mandate in holding(rows).order_by("pk")[:5]]
