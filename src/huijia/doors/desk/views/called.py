"""A call-back that reached somebody, on the intake page: its number in the form, and the matter tied to it."""

from typing import Any

from huijia.core.matters.models import Matter
from huijia.doors.desk.views.beside import looked_up
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules
from huijia.serve.hotline import actions
from huijia.serve.hotline.models import Call


def called_back(access: Access, wanted: str) -> dict[str, Any]:
    """What the form begins with for `?call=`: the number, whose look-up is in the log, and what was noted of it."""
    call = _call(access, int(wanted)) if wanted.isdecimal() and len(wanted) < 19 else None
    if call is None:
        return {}
    phone = actions.reveal(call, by=access)
    found = looked_up(access, phone)
    return {
        "call": call.pk, "phone": phone, "reporter_name": call.caller or found["caller"], "text": call.about,
        "place_name": found["only"].address if found["only"] is not None else "",
    }


def link_call(access: Access, wanted: int | None, matter: Matter) -> None:
    """Ties the matter to the call it came from, where the form named one."""
    call = _call(access, wanted) if wanted else None
    if call is not None:
        actions.link_matter(call, matter=matter, by=access)


def offers_cards(access: Access) -> bool:
    """Whether knowledge cards stand beside the form."""
    return access.may("hotline.work") and modules.is_on(access.community, "hotline")


def _call(access: Access, pk: int) -> Call | None:
    if not offers_cards(access):
        return None
    return Call.objects.of(access.community).filter(pk=pk).first()
