"""The demo's occasions: one full with a waiting line, the past ones attended."""

import pytest

from huijia.config.demo import occasions
from huijia.core.people.actions import set_phone
from huijia.core.people.models import Person
from huijia.core.signup.models import Attendance, Occasion
from huijia.kernel.accounts.access import Access
from tests.cast import MONDAY, cast


@pytest.mark.django_db
def test_a_fortnight_of_occasions() -> None:
    home = cast()
    for number in range(40):
        person = Person(community=home.community, name=f"演示{number}")
        set_phone(person, f"1370000{number:04d}")
        person.save()
    occasions.settle(Access.system(home.community, "演示"), MONDAY)
    rows = Occasion.objects.of(home.community)
    assert rows.count() == len(occasions.TOLD)
    full = rows.get(title="中医义诊")
    assert (full.seats_taken, full.waiting) == (15, 4)
    assert Attendance.objects.of(home.community).exists()
