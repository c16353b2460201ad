"""Every read of files used elsewhere."""

from collections import defaultdict
from collections.abc import Iterable

from huijia.kernel.communities.models import Community
from huijia.kernel.files.models import Attachment


def attachments(
    community: Community | int, subject: tuple[str, int], purpose: str | None = None
) -> list[Attachment]:
    """What hangs on a subject, oldest first, each with its file."""
    return attachments_of_many(community, subject[0], [subject[1]], purpose)[subject[1]]


def attachments_of_many(
    community: Community | int, subject_type: str, subject_ids: Iterable[int], purpose: str | None = None
) -> dict[int, list[Attachment]]:
    """The same for many subjects of one type in one statement, by subject id."""
    rows = Attachment.objects.of(community).filter(subject_type=subject_type, subject_id__in=list(subject_ids))
    if purpose is not None:
        rows = rows.filter(purpose=purpose)
    found: dict[int, list[Attachment]] = defaultdict(list)
    for row in rows.select_related("file").order_by("id"):
        found[row.subject_id].append(row)
    return found
