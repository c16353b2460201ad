"""Two rows for one person become one: the other stays with `merged_into`, and whatever named it names the one kept."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people import doubles, findable
from huijia.core.people.actions.facts import LABELS
from huijia.core.people.models import Distinct, Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock

# What one choice on the page takes over, column by column.
COLUMNS: dict[str, tuple[str, ...]] = {
    name: {
        "phone": ("phone_sealed", "phone_hash", "phone_tail"), "id_number": ("id_kind", "id_sealed", "id_hash"),
    }.get(name, (name,))
    for name in LABELS if name != "id_kind"
}


def differing(left: Person, right: Person) -> list[str]:
    """The facts in which two rows differ, in the order of a form."""
    def compared(person: Person, name: str) -> list[object]:
        return [getattr(person, column) for column in columns_compared(name)]

    return [name for name in COLUMNS if compared(left, name) != compared(right, name)]


def columns_compared(name: str) -> tuple[str, ...]:
    """Sealed text differs each time, so hashes are compared."""
    return tuple(column for column in COLUMNS[name] if not column.endswith("_sealed"))


def merge(
    keep: Person, *, drop: Person, by: Access, take: Mapping[str, bool] | None = None, at: datetime | None = None
) -> Person:
    """Merges `drop` into `keep`. `take`: facts (keys of COLUMNS) that come from `drop`. Twice changes nothing.

    Memberships, posts with their cares, and every row that names `drop` by key go over (`doubles`). Membership of
    one household counts once. A login goes along, for whoever may manage logins.

    Raises:
        Refusal: no right to, one and the same, another community, merged elsewhere meanwhile, two logins, one of
            them dead, or both in different households at a time.
    """
    by.require("people.edit")
    moment = at or clock.now()
    with transaction.atomic():
        keep, drop = _locked(keep, drop, by)
        if drop.merged_into_id == keep.pk:
            return keep
        _fit(keep, drop, by)
        for name in take or {}:
            for column in COLUMNS[name] if (take or {})[name] else ():
                setattr(keep, column, getattr(drop, column))
        moved = _repoint(drop, keep, by)
        user_id, drop.user_id, drop.merged_into = drop.user_id, None, keep
        drop.save(update_fields=["user", "merged_into"])
        keep.user_id = keep.user_id or user_id
        keep.updated_on = clock.local(moment).date()
        keep.save()
        ledger.record(
            "people.merged", subject=("person", keep.pk), by=by.actor(), community_id=by.community.pk, at=moment,
            data={"dropped": drop.pk, "moved": moved, "count": sum(moved.values())}, personal={"name": keep.name},
        )
        houses = keep.households.filter(ends_on=None).values_list("household_id", flat=True)
        findable.refresh(by.community, persons=[keep.pk, drop.pk], households=list(houses))
    return keep


def _locked(keep: Person, drop: Person, by: Access) -> tuple[Person, Person]:
    if keep.pk == drop.pk:
        raise Refusal(_("这是同一条"), code="same")
    rows = Person.objects.of(by.community).select_for_update(of=("self",)).filter(pk__in=[keep.pk, drop.pk])
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) < 2:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    return found[keep.pk], found[drop.pk]


def _fit(keep: Person, drop: Person, by: Access) -> None:
    if keep.merged_into_id is not None or drop.merged_into_id is not None:
        raise Refusal(_("其中一条刚刚已并入别的条目，请重新打开"), code="stale")
    if keep.user_id is not None and drop.user_id is not None:
        raise Refusal(_("两条都关联了登录账号；请先在“职务”里解除一个"), code="two_logins")
    if drop.user_id is not None and not by.may("accounts.manage"):
        raise Refusal(_("要并掉的一条关联着登录账号；请保留那一条，或请管账号的人来合并"), code="login")
    if (keep.died_on is None) != (drop.died_on is None):
        raise Refusal(_("一条已登记去世，另一条没有；请先核实"), code="died")


def _repoint(drop: Person, keep: Person, by: Access) -> dict[str, int]:
    moved = {}
    for repoint in doubles.all_repoints():
        try:
            with transaction.atomic():
                count = repoint.move(drop, keep, by)
        except IntegrityError as error:
            says = _("两条在“%(what)s”里各有记录，不能直接合并；请先改好其中一边")
            raise Refusal(says % {"what": repoint.label}, code="taken") from error
        if count:
            moved[repoint.code] = count
    return moved


def call_different(left: Person, *, right: Person, by: Access, at: datetime | None = None) -> None:
    """Remembers that these are two people; they are listed as doubles no longer. Twice changes nothing."""
    by.require("people.edit")
    if left.pk == right.pk or {left.community_id, right.community_id} != {by.community.pk}:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    low, high = sorted((left, right), key=lambda person: person.pk)
    with transaction.atomic():
        _row, made = Distinct.objects.of(by.community).get_or_create(
            left=low, right=high,
            defaults={"community": by.community, "said_label": by.label[:80], "said_at": at or clock.now()},
        )
        if made:
            ledger.record(
                "people.different", subject=("person", low.pk), by=by.actor(), community_id=by.community.pk, at=at,
                data={"other": high.pk},
            )
