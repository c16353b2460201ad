"""A home told by its address, a household by its number or address; refused with what was nearly meant."""

from django.utils.translation import gettext as _

from huijia.core.people.models import Household, Residence
from huijia.core.people.queries import holding
from huijia.core.places.formkit import dwelling_of
from huijia.core.places.models import Dwelling
from huijia.core.places.queries import dwellings_like
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal

MOST = 5


def dwelling_at(access: Access, address: str, field: str = "place") -> Dwelling:
    """
    Raises:
        Refusal: no home with exactly this address; says which ones are like it.
    """
    found = dwelling_of(access, address)
    if found is not None:
        return found
    near = "、".join(home.address for home in dwellings_like(access.community, address.strip()[:60], MOST))
    if near:
        raise Refusal(_("没有完全一样的地址。相近的有：%(near)s") % {"near": near}, field=field)
    raise Refusal(_("没有这个地址；先登记房屋，再登记住在哪里"), field=field)


def household_at(access: Access, written: str, field: str = "household") -> Household:
    """A household by its number, or by the address of its home where only one lives there.

    Raises:
        Refusal: none, or several live there; says their numbers.
    """
    wanted = written.strip()[:160]
    rows = Household.objects.of(access.community)
    found = rows.filter(number=wanted).first() if wanted else None
    if found is not None:
        return found
    home = dwelling_of(access, wanted)
    there: list[Household] = []
    if home is not None:
        living = holding(Residence.objects.of(access.community).filter(dwelling=home))
        there = list(rows.filter(pk__in=living.values("household_id")).order_by("pk")[: MOST + 1])
    if len(there) == 1:
        return there[0]
    if there:
        numbers = "、".join(row.number for row in there)
        raise Refusal(_("这个地址住着几户：%(numbers)s。请填户号") % {"numbers": numbers}, field=field)
    raise Refusal(_("没有这一户。请填户号，或完整的地址"), field=field)
