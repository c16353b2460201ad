"""Who may open a file that hangs on a copy: its community, and its street."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from huijia.core.directives.actions import COPY
from huijia.kernel.accounts.access import open_for
from huijia.kernel.accounts.errors import LoginNeeded
from huijia.kernel.accounts.street import open_street_for
from huijia.kernel.files import readers
from huijia.kernel.files.models import Attachment


def may_read(request: HttpRequest, attachment: Attachment) -> bool:
    try:
        return open_street_for(request, "directives.hand").holds(attachment.community_id)
    except (LoginNeeded, PermissionDenied):
        pass
    try:
        access = open_for(request, "directives.answer")
    except (LoginNeeded, PermissionDenied):
        return False
    return access.community.pk == attachment.community_id


def register() -> None:
    readers.register(COPY, may_read)
