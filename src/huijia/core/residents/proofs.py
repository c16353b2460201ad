"""Who may open the photo of a signed mandate: staff who may write one down."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from huijia.core.residents import log
from huijia.kernel.accounts.access import open_for
from huijia.kernel.accounts.errors import LoginNeeded
from huijia.kernel.files import readers
from huijia.kernel.files.models import Attachment


def register() -> None:
    readers.register(log.MANDATE, may_read)


def may_read(request: HttpRequest, attachment: Attachment) -> bool:
    try:
        access = open_for(request, "residents.admit")
    except (LoginNeeded, PermissionDenied):
        return False
    return access.community.pk == attachment.community_id
