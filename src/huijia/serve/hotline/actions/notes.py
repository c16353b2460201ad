"""交接: written by who leaves, taken over by who comes, with one tap."""

import uuid as uuids
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Matter
from huijia.core.people.models import Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.hotline import notices
from huijia.serve.hotline.actions.writing import of_here, record, stale, words
from huijia.serve.hotline.models import Call, DutyShift, HandoverNote

SUBJECT = "hotline.note"
LIMIT = 1000


def write_note(
    *, by: Access, text: str = "", waiting: str = "", matters: Sequence[Matter] = (), calls: Sequence[Call] = (),
    shift: DutyShift | None = None, next_post: Post | None = None, uuid: uuids.UUID | None = None,
    at: datetime | None = None,
) -> HandoverNote:
    """Writes what the next one has to know; they are told, if they have a login. The same UUID again gives the same.

    Raises:
        Refusal: no right to, nothing to hand over, or something of another community.
    """
    by.require("hotline.work")
    for row in (*matters, *calls, *filter(None, (shift, next_post))):
        of_here(row, by)
    moment, key = at or clock.now(), uuid or uuids.uuid4()
    said, things = words(text, "text", LIMIT), words(waiting, "waiting", LIMIT)
    if not (said or things or matters or calls):
        raise Refusal(_("没有要交接的就写一句“一切正常”"), field="text")
    if next_post is not None and next_post.person_id in by.person_ids:
        raise Refusal(_("请选接班的另一个人"), field="next_post")
    named = [[row.pk for row in rows] for rows in (matters, calls, filter(None, (shift, next_post)))]
    content = (said, things, *named)
    try:
        with transaction.atomic():
            there = HandoverNote.objects.of(by.community).filter(uuid=key).first()
            if there is not None:
                return retries.same(there, *content)
            note = HandoverNote.objects.create(
                community=by.community, uuid=key, draft_hash=retries.hash_of(*content), shift=shift,
                next_post=next_post, waiting=things, text=said,
                written_at=moment, written_by_id=by.user_id, written_label=by.label,
            )
            note.matters.set(matters)
            note.calls.set(calls)
            record(
                "note_written", (SUBJECT, note.pk), by, moment,
                data={"matters": len(matters), "calls": len(calls)},
                personal={"note": "\n".join(filter(None, (things, said)))},
            )
            if next_post is not None:
                notices.tell_post("note", next_post, once=f"note:{note.uuid}", at=moment)
    except IntegrityError:
        return retries.same(HandoverNote.objects.of(by.community).get(uuid=key), *content)
    return note


def take_note(note: HandoverNote, *, by: Access, at: datetime | None = None) -> None:
    """交接收到. Twice by the same person is once; by a second person is told who was first.

    Raises:
        Refusal: one's own note. Stale: somebody else took it over.
    """
    by.require("hotline.work")
    of_here(note, by)
    if note.written_by_id is not None and note.written_by_id == by.user_id:
        raise Refusal(_("自己写的交接由接班的人收"), code="forbidden")
    moment = at or clock.now()
    with transaction.atomic():
        rows = HandoverNote.objects.of(by.community).filter(pk=note.pk)
        if rows.filter(taken_at=None).update(taken_at=moment, taken_by_id=by.user_id, taken_label=by.label):
            record("note_taken", (SUBJECT, note.pk), by, moment)
            return
    if rows.filter(taken_by_id=by.user_id).exists():
        return
    raise stale()
