"""How the roster's own rows go over from a double to the row that is kept."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huijia.core.people import doubles
from huijia.core.people.doubles import Repoint
from huijia.core.people.findable import PERSON
from huijia.core.people.models import Absence, HouseholdMember, Person, Post
from huijia.core.people.queries import overlaps
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.privacy import actions as privacy


def register() -> None:
    doubles.register(Repoint(
        "members", _("家庭成员"), _counter(HouseholdMember, "person"), _members, HouseholdMember, "person"
    ))
    doubles.register(Repoint("posts", _("职务和联系户"), _counter(Post, "person"), _posts, Post, "person"))
    doubles.register(Repoint("absences", _("请假"), _counter(Absence, "person"), _absences, Absence, "person"))
    doubles.register(Repoint("deputies", _("代理"), _counter(Absence, "deputy"), _deputies, Absence, "deputy"))
    doubles.register(Repoint("privacy", _("个人信息的同意、申请和保全"), _privacy_count, _privacy))


def _privacy_count(person: Person) -> int:
    return privacy.count_of(person.community, (PERSON, person.pk))


def _privacy(drop: Person, keep: Person, by: Access) -> int:
    return privacy.move_subject(by.community, old=(PERSON, drop.pk), new=(PERSON, keep.pk))


def _counter(model: Any, field: str) -> Any:
    return lambda person: model.objects.of(person.community_id).filter(**{field: person}).count()


def _members(drop: Person, keep: Person, by: Access) -> int:
    """Rows of one household that share days become one; of two households at a time is refused."""
    rows = list(HouseholdMember.objects.of(by.community).filter(person=drop).order_by("starts_on", "pk"))
    for row in rows:
        kept = HouseholdMember.objects.of(by.community).filter(person=keep)
        meets = [other for other in kept.order_by("starts_on") if _meet(row, other)]
        if any(other.household_id != row.household_id for other in meets):
            raise Refusal(_("这两条在同一段时间属于不同的户；请先让其中一条离开那一户，再合并"), code="two_households")
        if not meets:
            row.person = keep
            row.save(update_fields=["person"])
        else:
            _join(row, meets)
    return len(rows)


def _meet(row: HouseholdMember, other: HouseholdMember) -> bool:
    before = row.ends_on is not None and row.ends_on <= other.starts_on
    after = other.ends_on is not None and other.ends_on <= row.starts_on
    return not before and not after


def _join(row: HouseholdMember, meets: list[HouseholdMember]) -> None:
    """The double's row goes; the kept ones cover its days as well. A head's days stay a head's."""
    if row.is_head and not all(other.is_head for other in meets):
        raise Refusal(_("要并掉的一条是户主；请保留户主那一条"), code="head")
    first, last = meets[0], meets[-1]
    HouseholdMember.objects.of(row.community_id).filter(pk=row.pk).delete()
    if row.starts_on < first.starts_on and not _head_alone(first):
        first.starts_on = row.starts_on
        first.save(update_fields=["starts_on"])
    if last.ends_on is not None and (row.ends_on is None or row.ends_on > last.ends_on) and not _head_alone(last):
        last.ends_on = row.ends_on
        last.save(update_fields=["ends_on"])


def _head_alone(member: HouseholdMember) -> bool:
    """A head's days are not lengthened: somebody else headed the household then."""
    return member.is_head


def _posts(drop: Person, keep: Person, by: Access) -> int:
    """Posts go over with their cares; the same post twice at a time is refused."""
    rows = list(Post.objects.of(by.community).filter(person=drop).select_related("grid", "group").order_by("pk"))
    for row in rows:
        same = Post.objects.of(by.community).filter(
            person=keep, kind=row.kind, grid=row.grid, group=row.group
        )
        if overlaps(same, row.starts_on, row.ends_on):
            raise Refusal(_("两条同时担任同一职务；请先让其中一条卸任"), code="two_posts")
        row.person = keep
        row.save(update_fields=["person"])
    return len(rows)


def _absences(drop: Person, keep: Person, by: Access) -> int:
    rows = Absence.objects.of(by.community).filter(person=drop)
    rows.filter(deputy=keep).delete()
    return rows.update(person=keep)


def _deputies(drop: Person, keep: Person, by: Access) -> int:
    rows = Absence.objects.of(by.community).filter(deputy=drop)
    rows.filter(person=keep).delete()
    return rows.update(deputy=keep)



