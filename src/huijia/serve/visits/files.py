"""Who may open a photo of a visit: who may read the visit."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from huijia.kernel.accounts.access import open_for
from huijia.kernel.accounts.errors import LoginNeeded
from huijia.kernel.files import readers
from huijia.kernel.files.models import Attachment
from huijia.serve.visits import queries
from huijia.serve.visits.log import VISIT


def may_read(request: HttpRequest, attachment: Attachment) -> bool:
    try:
        access = open_for(request, "visits.view")
    except (LoginNeeded, PermissionDenied):
        return False
    if access.community.pk != attachment.community_id:
        return False
    return queries.visible_to(access).filter(pk=attachment.subject_id).exists()


def register() -> None:
    readers.register(VISIT, may_read)
