"""Writes dated rows and remembers each as it was, so that the whole of one verb can be taken back."""

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext_lazy as _

from huijia.core.people import findable
from huijia.core.people.enums import ChangeKind
from huijia.core.people.models import Care, Change, Household, HouseholdMember, Person, Post, Residence
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock

_MODELS: dict[str, Any] = {
    model.__name__.lower(): model for model in (Care, Household, HouseholdMember, Person, Post, Residence)
}
_DATED = ("starts_on", "ends_on")
# What is kept of a row: enough to put it back, and nothing that says who somebody is.
_KEPT: dict[str, tuple[str, ...]] = {
    "care": ("post_id", "household_id", *_DATED),
    "household": ("number",),
    "householdmember": ("household_id", "person_id", "relation", "is_head", *_DATED),
    "person": ("died_on", "register_status"),
    "post": _DATED,
    "residence": ("household_id", "dwelling_id", "is_main", *_DATED),
}
EARLIEST = date(1900, 1, 1)

Row = TypeVar("Row", bound=Model)


def day_of(on: date, *, field: str = "on", at: datetime | None = None) -> date:
    """
    Raises:
        Refusal: a day to come, or one before all rosters.
    """
    if on > clock.local(at or clock.now()).date():
        raise Refusal(_("日期不能晚于今天；到了那天再登记"), field=field, code="future")
    if on < EARLIEST:
        raise Refusal(_("日期太早，请核对"), field=field)
    return on


class Journal:
    """One verb's writes, in order. Use it inside the verb's transaction; `keep` ends it."""

    def __init__(self, by: Access) -> None:
        self.by = by
        self.rows: list[dict[str, Any]] = []
        self.persons: set[int] = set()
        self.households: set[int] = set()

    def create(self, model: type[Row], **values: Any) -> Row:
        row: Row = model._default_manager.create(community=self.by.community, **values)
        self._note(row, None, _state(row))
        return row

    def made(self, row: Model) -> None:
        """A row that the verb has saved itself."""
        self._note(row, None, _state(row))

    def change(self, row: Model, **values: Any) -> None:
        before = _state(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        self._note(row, before, _state(row))

    def drop(self, row: Any) -> None:
        before, pk = _state(row), row.pk
        self._note(row, before, None)
        _MODELS[row._meta.model_name].objects.of(self.by.community).filter(pk=pk).delete()

    def end(self, row: Any, on: date) -> None:
        """The row holds until the day before `on`; what would begin then or later never begins."""
        if row.ends_on is not None and row.ends_on <= on:
            return
        if on <= row.starts_on:
            self.drop(row)
        else:
            self.change(row, ends_on=on)

    def _note(self, row: Any, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        self.rows.append({"model": row._meta.model_name, "id": row.pk, "was": before, "now": after})
        if isinstance(row, Person):
            self.persons.add(row.pk)
        elif isinstance(row, Household):
            self.households.add(row.pk)
        else:
            self.persons |= {row.person_id} if hasattr(row, "person_id") else set()
            self.households |= {row.household_id} if hasattr(row, "household_id") else set()

    def keep(
        self, kind: ChangeKind, *, on: date, person: Person | None = None, household: Household | None = None,
        at: datetime | None = None, personal: dict[str, Any] | None = None, data: dict[str, Any] | None = None,
    ) -> Change:
        """The change with its ledger entry (`people.<kind>`), and what was touched is found anew."""
        community, moment = self.by.community, at or clock.now()
        change = Change.objects.create(
            community=community, kind=kind, person=person, household=household, happened_on=on, made_at=moment,
            made_label=self.by.label[:80], rows=self.rows,
        )
        names = {"name": person.name} if person is not None else {}
        ledger.record(
            f"people.{kind.value}",
            subject=("household", household.pk) if household is not None else ("person", person.pk if person else 0),
            by=self.by.actor(), community_id=community.pk, at=moment,
            data={"on": on.isoformat(), "number": household.number if household else "", **(data or {})},
            personal={**names, **(personal or {})} or None,
        )
        findable.refresh(community, persons=self.persons, households=self.households)
        return change


def _state(row: Any) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _KEPT[row._meta.model_name]}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _values(state: dict[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name.endswith("_on") and value else value for name, value in state.items()
    }


def undo(change: Change, *, by: Access, at: datetime | None = None) -> None:
    """Takes a wrong entry back: every row becomes as it was before. Twice changes nothing.

    Raises:
        Refusal: no right to; or something has been built on it since, which must be taken back first.
    """
    by.require("people.edit")
    moment = at or clock.now()
    with transaction.atomic():
        now = Change.objects.of(by.community).select_for_update().get(pk=change.pk)
        if now.undone_at is not None:
            return
        journal = Journal(by)
        try:
            for step in reversed(now.rows):
                _take_back(journal, step)
        except ProtectedError as error:
            raise _built_on() from error
        Change.objects.of(by.community).filter(pk=now.pk).update(undone_at=moment)
        ledger.record(
            "people.undone", at=moment, by=by.actor(), community_id=by.community.pk,
            subject=("household", now.household_id) if now.household_id else ("person", now.person_id or 0),
            data={"kind": now.kind, "change": now.pk},
        )
        _find_anew(by, journal)


def _built_on() -> Refusal:
    return Refusal(_("后来又有了别的登记，不能直接撤销。请先撤销后面的，或另作一次登记来更正"), code="built_on")


def _take_back(journal: Journal, step: dict[str, Any]) -> None:
    model = _MODELS[step["model"]]
    row = model.objects.of(journal.by.community).select_for_update().filter(pk=step["id"]).first()
    if (_state(row) if row is not None else None) != step["now"]:
        raise _built_on()
    if step["was"] is None:
        journal.drop(row)
    elif row is None:
        made = model(pk=step["id"], community=journal.by.community, **_values(step["was"]))
        made.save(force_insert=True)
        journal.made(made)
    else:
        journal.change(row, **_values(step["was"]))


def _find_anew(by: Access, journal: Journal) -> None:
    from huijia.kernel.search import actions as search

    kept = set(Person.objects.of(by.community).filter(pk__in=journal.persons).values_list("pk", flat=True))
    search.remove(findable.PERSON, list(journal.persons - kept))
    houses = set(Household.objects.of(by.community).filter(pk__in=journal.households).values_list("pk", flat=True))
    search.remove(findable.HOUSEHOLD, list(journal.households - houses))
    findable.refresh(by.community, persons=kept, households=houses)


def until(on: date) -> date:
    """The last day on which what ends on `on` still holds."""
    return on - timedelta(days=1)
