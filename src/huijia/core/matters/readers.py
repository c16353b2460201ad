"""Who may open a file that hangs on a matter: staff who see the matter, and the reporter with ticket and code."""

from django.http import HttpRequest

from huijia.core.matters import queries
from huijia.core.matters.actions.moves import SUBJECT
from huijia.kernel.files import readers
from huijia.kernel.files.models import Attachment

REPORTER_KEY = "matters"
FOLLOWED_KEY = "followed"
"""Session keys: ids of the matters opened with ticket and code, and of those that these were merged into."""
RESULT = "matters.report_result"


def may_read(request: HttpRequest, attachment: Attachment) -> bool:
    """A reporter's browser remembers the matters that it opened with ticket and code (session)."""
    if attachment.subject_id in request.session.get(REPORTER_KEY, []):
        return attachment.purpose in ("matters.registered", RESULT)
    if attachment.purpose == RESULT and attachment.subject_id in request.session.get(FOLLOWED_KEY, []):
        return True
    access = getattr(request, "access", None)
    if access is None or access.community.pk != attachment.community_id:
        return False
    return queries.visible_to(access).filter(pk=attachment.subject_id).exists()


def register() -> None:
    readers.register(SUBJECT, may_read)
