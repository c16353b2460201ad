from django.db.models import QuerySet

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.serve.hotline.models import HandoverNote


def notes_of(community: Community) -> QuerySet[HandoverNote]:
    """All, newest first, with what they name."""
    rows = HandoverNote.objects.of(community).select_related("next_post__person", "shift")
    return rows.prefetch_related("matters", "calls").order_by("-pk")


def not_taken(community: Community) -> QuerySet[HandoverNote]:
    return notes_of(community).filter(taken_at=None).order_by("pk")


def concerns(note: HandoverNote, access: Access) -> bool:
    """Whether a note that nobody took over shows red to this login: who wrote it, and who should take it.

    Where no successor was named it is everybody who works the hotline.
    """
    if note.written_by_id is not None and note.written_by_id == access.user_id:
        return True
    return note.next_post is None or note.next_post.person_id in access.person_ids
