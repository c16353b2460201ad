"""Who may read an attachment: the domain that owns the subject says so."""

from collections.abc import Callable

from django.http import HttpRequest

from huijia.kernel.files.models import Attachment

MayRead = Callable[[HttpRequest, Attachment], bool]
_READERS: dict[str, MayRead] = {}


def register(subject_type: str, may_read: MayRead) -> None:
    """`may_read(request, attachment)` decides for one subject type; a type nobody registered is read by nobody."""
    _READERS[subject_type] = may_read


def may_read(request: HttpRequest, attachment: Attachment) -> bool:
    reader = _READERS.get(attachment.subject_type)
    return reader is not None and reader(request, attachment)
