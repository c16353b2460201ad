"""Somebody has died: what ends with them, said before and done in one go."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.actions.journal import Journal, day_of
from huijia.core.people.actions.members import locked, membership_of, open_members, take_out
from huijia.core.people.actions.persons import living_row
from huijia.core.people.enums import ChangeKind
from huijia.core.people.models import Care, Household, HouseholdMember, Person, Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal


@dataclass(frozen=True)
class Consequences:
    """What a death ends. `heirs`: of whom one must head the household; `is_last`: the household ends with them."""

    household: Household | None
    is_head: bool
    is_last: bool
    heirs: list[Person]
    posts: list[Post]
    cared: int
    has_login: bool


def consequences_of_death(person: Person, by: Access) -> Consequences:
    """Read-only: for the page that asks before."""
    member = membership_of(person, by)
    others = [row for row in open_members(member.household) if row.person_id != person.pk] if member else []
    posts = list(_open_posts(person, by))
    cared = Care.objects.of(by.community).filter(post__in=posts, ends_on=None).count()
    is_head = member is not None and member.is_head
    return Consequences(
        household=member.household if member else None, is_head=is_head, is_last=member is not None and not others,
        heirs=[row.person for row in others] if is_head else [], posts=posts, cared=cared,
        has_login=person.user_id is not None,
    )


def _open_posts(person: Person, by: Access) -> list[Post]:
    rows = Post.objects.of(by.community).filter(person=person, ends_on=None).select_related("grid", "group")
    return list(rows.defer("grid__polygon").order_by("pk"))


def record_death(
    person: Person, *, on: date, by: Access, new_head: Person | None = None, at: datetime | None = None
) -> None:
    """Ends membership, posts and cares of somebody on the day of death; the household gets its new head.

    What they were still responsible for stays until a new person accepts it; the login is for the accounts page.
    The same day again changes nothing.

    Raises:
        Refusal: no right to, a day to come or before birth, died on another day, or no new head named.
    """
    by.require("people.edit")
    day_of(on, at=at)
    with transaction.atomic():
        now, journal = living_row(person, by), Journal(by)
        if now.died_on == on:
            return
        if now.died_on is not None:
            raise Refusal(_("已登记过去世；日期不对，请先撤销那次登记"), field="on", code="dead")
        if now.born_on is not None and on < now.born_on:
            raise Refusal(_("不能早于出生日期"), field="on")
        member = membership_of(now, by)
        household = None
        if member is not None:
            (household,) = locked(member.household, by=by)
            take_out(journal, membership_of(now, by) or member, on, new_head)
        _later_rows(journal, now, on)
        _end_posts(journal, now, on)
        journal.change(now, died_on=on)
        journal.keep(ChangeKind.DIED, person=now, household=household, on=on, at=at)
    person.died_on = on


def _later_rows(journal: Journal, person: Person, on: date) -> None:
    """Memberships that ended later than the death are cut to it; those that head a household can't be."""
    rows = HouseholdMember.objects.of(person.community_id).filter(person=person, ends_on__gt=on)
    for row in rows:
        if row.is_head:
            raise Refusal(_("这一天之后此人还是某户的户主，请先更正那一户"), field="on", code="later")
        if row.starts_on >= on:
            journal.drop(row)
        else:
            journal.change(row, ends_on=on)


def _end_posts(journal: Journal, person: Person, on: date) -> None:
    rows = Post.objects.of(person.community_id).filter(person=person).order_by("pk")
    for post in rows:
        if post.ends_on is not None and post.ends_on <= on:
            continue
        for care in Care.objects.of(person.community_id).filter(post=post).order_by("pk"):
            _cut(journal, care, on)
        # A post that was to begin later is kept for one day: a matter may name it.
        journal.change(post, ends_on=max(on, post.starts_on + timedelta(days=1)))


def _cut(journal: Journal, care: Care, on: date) -> None:
    if care.ends_on is None or care.ends_on > on:
        journal.drop(care) if care.starts_on >= on else journal.change(care, ends_on=on)
