"""What the roster says of a person, as that person may read it: long numbers masked, words of the office left out."""

from django.utils.translation import gettext as _

from huijia.core.people.models import Person
from huijia.core.people.queries import home_of, person_id_number, person_phone
from huijia.lib.masks import mask_id_number, mask_phone


def facts_of(person: Person) -> list[tuple[str, str]]:
    """(label, value), without the empty ones. Key groups and notes are told on request, by somebody who explains."""
    phone, number = person_phone(person), person_id_number(person)
    household, dwelling = home_of(person)
    rows = [
        (_("姓名"), person.name), (_("性别"), person.get_sex_display()),
        (_("出生日期"), f"{person.born_on:%Y-%m-%d}" if person.born_on else ""),
        (_("电话"), mask_phone(phone) if phone else ""), (_("证件号"), mask_id_number(number) if number else ""),
        (_("住址"), dwelling.address if dwelling is not None else ""),
        (_("户号"), household.number if household is not None else ""),
        (_("户籍地址"), person.registered_address), (_("人户状态"), person.get_register_status_display()),
        (_("文化程度"), person.education), (_("就业"), person.employment),
    ]
    return [(label, str(value)) for label, value in rows if value]
