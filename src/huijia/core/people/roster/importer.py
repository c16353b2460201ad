"""The residents' roster as the import machine sees it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.roster.differences import differences, shown, title
from huijia.core.people.roster.fields import FIELDS
from huijia.core.people.roster.housing import find_households, key_of
from huijia.core.people.roster.known import Known
from huijia.core.people.roster.matching import call_roll
from huijia.core.people.roster.recording import lock, record_roster
from huijia.core.people.roster.rows import RosterRow, read
from huijia.core.people.roster.updating import Update, update_roster
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.imports.enums import Choice, ImportState
from huijia.kernel.imports.importers import Change, Differs, Fault, Importer, Link, Option, Read, Saved, Sorted
from huijia.kernel.imports.models import ImportJob
from huijia.lib.spreadsheet import Row

HOUSEHOLDS, HOMES, GROUPS = "households", "homes", "groups"


@dataclass
class Plan:
    community: Community
    columns: Mapping[str, str]
    known: Known
    is_check: bool = True


class ResidentImporter(Importer):
    code = "residents"
    label = gettext_lazy("居民名册")
    purpose = gettext_lazy("一人一行，按户主和住处归成户；新的住处一并登记，已有的人不会重复，也不会悄悄改掉。")
    permission = "people.import"
    fields = FIELDS
    options = (
        Option(
            "make_missing", gettext_lazy("没有的网格、村组一并建立"),
            help=gettext_lazy("新网格要在表里写出 15 至 18 位编码；不勾选，写错的名称会列为问题。"),
        ),
    )
    figures = {HOUSEHOLDS: gettext_lazy("新的住户"), HOMES: gettext_lazy("新的住处")}
    chunk = 500
    all_sheets = True
    has_differences = True
    is_personal = True

    def plan(self, job: ImportJob) -> Plan:
        known = Known.load(job.community, makes_missing=bool(job.options.get("make_missing")))
        return Plan(job.community, job.mapping["columns"], known, job.state == ImportState.CHECKING)

    def read(self, row: Row, plan: Plan, sheet: str = "") -> RosterRow | None:
        return read(row, plan.columns, plan.known, sheet)

    def lock(self, plan: Plan) -> None:
        lock(plan.community)

    def sort(self, rows: Sequence[Read], plan: Plan) -> Sorted:
        roll = call_roll(plan.community, [row.good for row in rows])
        found = Sorted()
        addresses = _addresses(plan.community, rows)
        for each in rows:
            row: RosterRow = each.good
            fault = _double(each, plan.known)
            standing = roll.find(row) if fault is None else None
            if fault is None and (standing is None or row.address):
                fault = _homeless(row, addresses, plan.known)
            if fault is not None:
                found.wrong.append((each, fault))
            elif standing is None:
                found.fresh.append(row)
            elif other := differences(row, standing):
                found.differs.append(Differs(
                    each, (row, standing.person.pk), title(standing), shown(row, standing, other),
                    all(difference.is_filling for difference in other),
                ))
            else:
                found.doubled += 1
        if plan.is_check:
            found.figures = _figures(found.fresh, addresses, plan)
        return found

    def save(
        self, fresh: Sequence[RosterRow], changes: Sequence[Change], plan: Plan, *, by: Access
    ) -> Saved:
        people = record_roster(fresh, by=by).people if fresh else []
        reads = {change.good[1]: change.read for change in changes}
        updates = [Update(change.good[0], change.good[1], Choice(change.choice)) for change in changes]
        changed, unmoved = update_roster(updates, by=by)
        wrong = [
            (reads[each.update.person_id], Fault("flat", _("住处没有改：%(why)s") % {"why": each.message}))
            for each in unmoved
        ]
        return Saved(len(people), changed, wrong)

    def sample(self, good: RosterRow) -> dict[str, str]:
        parts = (good.facts.get("born_on"), good.facts.get("ethnicity"))
        return {
            "above": good.grid.name if good.grid else "", "title": f"{good.name} · {good.relation}",
            "text": good.address, "below": " · ".join(str(part) for part in parts if part),
        }

    def say_start(self, count: int) -> str:
        return _("导入 %(count)s 人") % {"count": count}

    def say_done(self, job: ImportJob) -> str:
        return _("导入完成。人和户都能按姓名、拼音首字母、电话后四位和地址找到了。")

    def link_done(self, job: ImportJob) -> Link:
        return Link(reverse("desk:search"), _("去找人"))

    def said_options(self, job: ImportJob) -> list[str]:
        return [_("没有的网格、村组一并建立")] if job.options.get("make_missing") else []


def _double(each: Read, known: Known) -> Fault | None:
    """The same person twice in one file; the first row counts."""
    row: RosterRow = each.good
    keys: list[tuple[object, ...]] = [("id", row.id_hash)] if row.id_hash else []
    if not row.id_hash:
        keys.append(("home", row.name, row.address or row.head, row.facts.get("born_on")))
        if row.phone_hash:
            keys.append(("phone", row.name, row.phone_hash))
    place = f"{each.sheet} {each.row}" if each.sheet else str(each.row)
    before = next((known.seen[key] for key in keys if key in known.seen), None)
    if before is not None and before != place:
        text = _("和第 %(row)s 行是同一个人，这一行没有导入")
        key = "id_number" if row.id_hash else "name"
        return Fault(key, text % {"row": before}, str(row.facts[key]))
    known.seen.update(dict.fromkeys(keys, place))
    return None


def _addresses(community: Community, rows: Sequence[Read]) -> set[str]:
    """Those of the rows that are there."""
    wanted = {row.good.address for row in rows if row.good.address}
    if not wanted:
        return set()
    return set(Dwelling.objects.of(community).filter(address__in=wanted).values_list("address", flat=True))


def _homeless(row: RosterRow, addresses: set[str], known: Known) -> Fault | None:
    """A new person needs a home, a new home its grid; the grid is told by its neighbours where the row does not."""
    if not row.address:
        status = row.facts.get("register_status")
        away = status in ("registered", "outflow")
        return None if away else Fault("flat", _("没有写住在哪里：请填小区/村组和楼栋单元室"))
    if row.address in addresses:
        return None
    place = row.home.place if row.home else ""
    row.grid = row.grid or known.grid_of_place(place)
    if row.grid is None:
        return Fault("grid", _("没有写网格；这是新的住处，要知道在哪个网格"))
    known.grids_of_place.setdefault(place, set()).add(row.grid)
    return None


def _figures(fresh: Sequence[RosterRow], addresses: set[str], plan: Plan) -> Counter[str]:
    known = plan.known
    homes = {row.address for row in fresh if row.address} - addresses - known.homes
    there = find_households(plan.community, fresh)
    keys = {key for row in fresh if (key := key_of(row)) is not None} - set(there) - known.households
    known.homes |= homes
    known.households |= keys
    return Counter({HOUSEHOLDS: len(keys), HOMES: len(homes)})
