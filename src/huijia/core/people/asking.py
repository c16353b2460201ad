"""For whom and where staff ask for a service: only ids travel in addresses, never a name or number."""

from huijia.core.people.models import Person
from huijia.core.people.queries import cares_for, home_of
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access


def neighbour_of(access: Access, wanted: str) -> Person | None:
    """Somebody on the roster whom this login may ask for, None for anybody else; `wanted` is an id as it was sent."""
    if not wanted.isdecimal() or len(wanted) > 18:
        return None
    person = Person.objects.of(access.community).filter(pk=int(wanted)).first()
    if person is None or not (access.may("people.view") or cares_for(access, person)):
        return None
    return person


def name_and_place(access: Access, neighbour: Person | None, dwelling: str) -> dict[str, str]:
    """What a form begins with: `name`, and `place_name` of the home with this id, else of where the person lives."""
    place = ""
    if dwelling.isdecimal() and len(dwelling) < 19:
        home = Dwelling.objects.of(access.community).filter(pk=int(dwelling)).first()
        place = home.address if home is not None else ""
    if neighbour is not None:
        _household, lived_in = home_of(neighbour)
        place = place or (lived_in.address if lived_in is not None else "")
    return {"name": neighbour.name if neighbour is not None else "", "place_name": place}
