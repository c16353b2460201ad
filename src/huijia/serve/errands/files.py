"""Who may see a signature: who may read the errand."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from huijia.kernel.accounts.access import open_for
from huijia.kernel.accounts.errors import LoginNeeded
from huijia.kernel.files import readers
from huijia.kernel.files.models import Attachment
from huijia.serve.errands import queries
from huijia.serve.errands.log import ERRAND, HANDING
from huijia.serve.errands.models import Handing


def may_read(request: HttpRequest, attachment: Attachment) -> bool:
    try:
        access = open_for(request, "errands.view")
    except (LoginNeeded, PermissionDenied):
        return False
    if access.community.pk != attachment.community_id:
        return False
    wanted = attachment.subject_id
    if attachment.subject_type == HANDING:
        rows = Handing.objects.of(access.community).filter(pk=wanted)
        return queries.visible_to(access).filter(pk__in=rows.values("errand_id")).exists()
    return queries.visible_to(access).filter(pk=wanted).exists()


def register() -> None:
    readers.register(ERRAND, may_read)
    readers.register(HANDING, may_read)
