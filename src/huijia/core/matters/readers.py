"""Who may open a file that hangs on a matter: staff who see the matter, and the reporter with ticket and code."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from huijia.core.matters import queries
from huijia.core.matters.actions.moves import SUBJECT
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.accounts.errors import LoginNeeded
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
    access = _staff(request)
    if access is None or access.community.pk != attachment.community_id:
        return False
    return queries.visible_to(access).filter(pk=attachment.subject_id).exists()


def _staff(request: HttpRequest) -> Access | None:
    """Who is signed in, and where; None for nobody, for who has no role, and for who has to go elsewhere first."""
    try:
        return open_for(request)
    except (LoginNeeded, PermissionDenied):
        return None


def register() -> None:
    readers.register(SUBJECT, may_read)
