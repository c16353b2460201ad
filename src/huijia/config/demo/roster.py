"""The roster's columns of the demo's people, and what happened to some since: moves, deaths, marriages, doubles.

Area codes are ones that were never given out, so that no invented number is anybody's.
"""

from datetime import date, datetime, time, timedelta
from random import Random

from huijia.config.demo.people import Town
from huijia.core.people import actions
from huijia.core.people.models import Household, Person
from huijia.core.people.queries import person_phone
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.lib import clock

SEED = 20191101
AREA = "329999"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
EDUCATION = ("小学", "初中", "初中", "高中", "中专", "大专", "本科")
WORK = ("在职", "在职", "灵活就业", "个体经营", "务农", "待业")
ELSEWHERE = ("北湖市东门街道3号", "青山县柳树乡石桥村", "南河市开发区银杏路18号")
HERE = "镇江市润州区回龙社区"
YOUNG, GROWN, OLD, VERY_OLD = 7, 18, 60, 80


class Columns:
    """Fills what an office knows of a person, from its own dice: the rest of the demo stays as it was."""

    def __init__(self) -> None:
        self.random = Random(SEED)
        self.serial = 0

    def fill(self, person: Person, dwelling: Dwelling, day: date) -> None:
        """Of an unsaved person; most have a document, a few have another one or none."""
        dice = self.random
        age = (day - person.born_on).days // 365 if person.born_on else GROWN
        facts: dict[str, object] = {"ethnicity": "汉族" if dice.random() < 0.97 else dice.choice(("回族", "苗族"))}
        facts |= self._document(person)
        facts |= self._register(dwelling)
        if age >= YOUNG:
            facts["education"] = dice.choice(EDUCATION[:4] if age >= OLD else EDUCATION)
        if age >= GROWN:
            facts["employment"] = "退休" if age >= OLD else dice.choice(WORK)
            facts["politics"] = "member" if dice.random() < 0.09 else "none"
        facts["key_groups"] = self._groups(person, age)
        actions.fill(person, facts)
        person.updated_on = day

    def _document(self, person: Person) -> dict[str, object]:
        if self.random.random() < 0.04 or person.born_on is None:
            return {"id_kind": "none"}
        self.serial += 1
        odd = 1 if person.sex == "male" else 0
        first = f"{AREA}{person.born_on:%Y%m%d}{self.serial // 5 % 100:02d}{self.serial % 5 * 2 + odd}"
        check = CHECKS[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]
        return {"id_kind": "resident", "id_number": first + check}

    def _register(self, dwelling: Dwelling) -> dict[str, object]:
        if self.random.random() < 0.14:
            return {"register_status": "inflow", "registered_address": self.random.choice(ELSEWHERE)}
        return {"register_status": "same", "registered_address": f"{HERE}{dwelling.address}"}

    def _groups(self, person: Person, age: int) -> list[str]:
        found = set(person.key_groups)
        if age >= VERY_OLD:
            found.add("aged")
        for group, share in (("disabled", 0.015), ("subsistence", 0.012), ("veteran", 0.02 if age >= GROWN else 0)):
            if self.random.random() < share:
                found.add(group)
        return sorted(found)


def live_on(by: Access, town: Town, free: list[Dwelling]) -> None:
    """Some households of the town change, each on its own day; the same ones on every machine."""
    dice = Random(SEED + 1)
    taken = {person.pk for person in town.staff.values()}
    plain = [
        (house, head) for house, head in zip(town.households, town.heads, strict=True)
        if head.pk not in taken and not head.posts.exists()
    ]
    chosen = dice.sample(plain, 46)
    empty = dice.sample(free, min(len(free), 14))
    for number, (house, head) in enumerate(chosen):
        day = date(2020, 3, 1) + timedelta(days=dice.randrange(860))
        with clock.frozen(datetime.combine(day + timedelta(days=2), time(10), clock.ZONE)):
            _happen(number, house, head, day, empty, by)


def _happen(number: int, house: Household, head: Person, day: date, empty: list[Dwelling], by: Access) -> None:
    others = [row.person for row in house.members.filter(ends_on=None, is_head=False).select_related("person")]
    if number < 12:
        actions.record_death(head, on=day, new_head=others[0] if others else None, by=by)
    elif number < 20 and empty:
        actions.move_household(house, to=empty.pop(), on=day, by=by)
    elif number < 24 and empty:
        actions.add_home(house, dwelling=empty.pop(), on=day, by=by)
    elif number < 30:
        actions.move_away(house, on=day, outflow=True, by=by)
    elif number < 36 and others:
        actions.change_head(house, head=others[0], on=day, relations={head.pk: "配偶"}, by=by)
    elif number < 40:
        actions.correct_person(head, {"key_groups": [*head.key_groups, "veteran"]}, by=by)
    else:
        _written_twice(head, by)


def _written_twice(person: Person, by: Access) -> None:
    """A second row from another list, with a little more and a little less in it."""
    facts = {
        "name": person.name, "phone": person_phone(person), "born_on": person.born_on, "sex": person.sex,
        "employment": "在职", "note": "2021年登记表",
    }
    actions.register_person(facts, sure=True, by=by)
