"""Writes of posts (职务) and of who looks after whom."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.actions.texts import short_text
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Care, Household, Person, Post
from huijia.core.people.queries import overlaps
from huijia.core.places.models import Grid, Group
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger

# Without it the post would lead nowhere: a door names the workers of its grid, a leader's list is his group's.
NEEDS_GRID = (PostKind.GRID_HEAD, PostKind.GRID_WORKER)
NEEDS_GROUP = (PostKind.GROUP_LEADER,)


def give_post(
    person: Person, *, kind: PostKind, by: Access, starts_on: date, title: str = "", grid: Grid | None = None,
    group: Group | None = None, ends_on: date | None = None,
) -> Post:
    """Puts a person into a post. The same post twice for one person over the same days is refused.

    Raises:
        Refusal: no right to, somebody or a place of another community, no grid or group where the post needs one,
            an end before the start, or the post is held in that time already.
    """
    by.require("settings.edit")
    _fits(person, kind, grid, group, by)
    if ends_on is not None and ends_on <= starts_on:
        raise Refusal(_("结束日期须晚于开始日期"), field="ends_on")
    title = short_text(title, "title")
    with transaction.atomic():
        Person.objects.of(by.community).select_for_update().get(pk=person.pk)
        same = Post.objects.of(by.community).filter(person=person, kind=kind, grid=grid, group=group)
        if overlaps(same, starts_on, ends_on):
            raise Refusal(_("此人在这段时间已任该职务"), field="starts_on", code="overlap")
        post = Post.objects.create(
            community=by.community, person=person, kind=kind, title=title, grid=grid, group=group,
            starts_on=starts_on, ends_on=ends_on,
        )
        ledger.record(
            "people.post_given", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk,
            data={"post": kind.value}, personal={"name": person.name},
        )
    return post


def _fits(person: Person, kind: PostKind, grid: Grid | None, group: Group | None, by: Access) -> None:
    if any(row is not None and row.community_id != by.community.pk for row in (person, grid, group)):
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    if person.died_on is not None or person.merged_into_id is not None:
        raise Refusal(_("此人已去世，或这一条已并入另一条"), field="person", code="gone")
    if kind in NEEDS_GRID and grid is None:
        raise Refusal(_("这个职务要选网格"), field="grid")
    if kind in NEEDS_GROUP and group is None:
        raise Refusal(_("这个职务要选村组"), field="group")


def end_post(post: Post, *, ends_on: date, by: Access) -> None:
    """Ends a post, and what it looks after, on the first day without it; the same day again changes nothing.

    What it is still responsible for stays until a new person accepts it.

    Raises:
        Refusal: no right to, not after the start, or it ends earlier already.
    """
    by.require("settings.edit")
    if ends_on <= post.starts_on:
        raise Refusal(_("结束日期须晚于开始日期"), field="ends_on")
    with transaction.atomic():
        now = Post.objects.of(by.community).select_for_update().get(pk=post.pk)
        if now.ends_on == ends_on:
            return
        if now.ends_on is not None and now.ends_on < ends_on:
            raise Refusal(_("这个职务到那天已经结束"), field="ends_on", code="ended")
        Post.objects.of(by.community).filter(pk=post.pk).update(ends_on=ends_on)
        _end_cares(post, ends_on)
        ledger.record(
            "people.post_ended", subject=("person", post.person_id), by=by.actor(), community_id=by.community.pk,
            data={"post": post.kind}, personal={"name": post.person.name},
        )
    post.ends_on = ends_on


def _end_cares(post: Post, ends_on: date) -> None:
    """So that these households can be given to another; what was to begin later never begins."""
    cares = Care.objects.of(post.community_id).filter(post=post)
    cares.filter(starts_on__gte=ends_on).delete()
    cares.filter(ends_on=None).update(ends_on=ends_on)
    cares.filter(ends_on__gt=ends_on).update(ends_on=ends_on)


def look_after(post: Post, *, households: list[Household], by: Access, starts_on: date) -> list[Care]:
    """Ties a member household to those it looks after; a household that somebody has already is refused.

    Raises:
        Refusal: no right to, another community, no household, no member household's post or not held on that day.
    """
    by.require("settings.edit")
    if any(row.community_id != by.community.pk for row in (post, *households)):
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    if post.kind != PostKind.MEMBER_HOUSEHOLD:
        raise Refusal(_("只有党员中心户可以有联系户"), field="post")
    if not households:
        raise Refusal(_("请至少选一户"), field="households")
    if not post.holds_on(starts_on):
        raise Refusal(_("这一天不在任期内"), field="starts_on")
    with transaction.atomic():
        taken = Care.objects.of(by.community).filter(household__in=households)
        if overlaps(taken, starts_on, post.ends_on):
            raise Refusal(_("其中有住户已由其他中心户联系"), field="households", code="taken")
        made = Care.objects.bulk_create(
            [
                Care(community=by.community, post=post, household=row, starts_on=starts_on, ends_on=post.ends_on)
                for row in households
            ]
        )
        _record_care("people.care_given", post, len(made), by)
    return made


def end_care(care: Care, *, ends_on: date, by: Access) -> None:
    """The household is looked after no longer from `ends_on` on; one that would begin then or later never begins.

    Doing it twice changes nothing.
    """
    by.require("settings.edit")
    with transaction.atomic():
        now = Care.objects.of(by.community).select_for_update().select_related("post").filter(pk=care.pk).first()
        if now is None or (now.ends_on is not None and now.ends_on <= ends_on):
            return
        row = Care.objects.of(by.community).filter(pk=care.pk)
        if ends_on <= now.starts_on:
            row.delete()
        else:
            row.update(ends_on=ends_on)
        _record_care("people.care_ended", now.post, 1, by)


def _record_care(kind: str, post: Post, count: int, by: Access) -> None:
    ledger.record(
        kind, subject=("post", post.pk), by=by.actor(), community_id=by.community.pk, data={"count": count}
    )
