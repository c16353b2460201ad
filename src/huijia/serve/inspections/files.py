"""Who may see photos and signatures of a check: who walks that home."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from huijia.kernel.accounts.access import open_for
from huijia.kernel.accounts.errors import LoginNeeded
from huijia.kernel.files import readers
from huijia.kernel.files.models import Attachment
from huijia.serve.inspections import queries
from huijia.serve.inspections.log import CHECK
from huijia.serve.inspections.models import Check


def may_read(request: HttpRequest, attachment: Attachment) -> bool:
    try:
        access = open_for(request, "inspections.view")
    except (LoginNeeded, PermissionDenied):
        return False
    if access.community.pk != attachment.community_id:
        return False
    rows = Check.objects.of(access.community).filter(pk=attachment.subject_id, home__in=queries.my_homes(access))
    return rows.exists()


def register() -> None:
    readers.register(CHECK, may_read)
