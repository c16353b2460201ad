"""Serves kept files to those who may read what they hang on."""

import re
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.http.response import HttpResponseNotModified
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from huijia.kernel.files import readers, shelf
from huijia.kernel.files.enums import FileKind
from huijia.kernel.files.models import Attachment, File

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@require_safe
def show(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """GET files/<uuid>/: the file, one byte range of it where asked for; 404 to whoever may not read it."""
    file = _readable(request, uuid)
    return _served(request, file, "", file.mime)


@require_safe
def thumb(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """GET files/<uuid>/thumb/: the small picture of a photo."""
    file = _readable(request, uuid)
    if file.kind != FileKind.PHOTO:
        raise Http404
    return _served(request, file, shelf.THUMB, "image/jpeg")


def _readable(request: HttpRequest, uuid: UUID) -> File:
    """The file with this uuid; whoever may not read it learns no more than that there is nothing."""
    rows = Attachment.objects.everywhere().filter(file__uuid=uuid).select_related("file")
    for attachment in rows:
        if readers.may_read(request, attachment):
            return attachment.file
    raise Http404


def _served(request: HttpRequest, file: File, suffix: str, mime: str) -> HttpResponseBase:
    etag = f'"{file.sha256}{suffix}"'
    if request.headers.get("If-None-Match") == etag:
        return _with_headers(HttpResponseNotModified(), file, etag)
    try:
        content = shelf.open_kept(file.sha256, suffix)
    except FileNotFoundError:
        raise Http404 from None
    size = content.seek(0, 2)
    content.seek(0)
    wanted = _RANGE.fullmatch(request.headers.get("Range", "")) if not suffix else None
    if wanted and any(wanted.groups()):
        return _with_headers(_part(content, size, mime, wanted[1], wanted[2]), file, etag)
    return _with_headers(FileResponse(content, content_type=mime), file, etag)


def _part(content: BinaryIO, size: int, mime: str, first: str, last: str) -> HttpResponseBase:
    """206 with the bytes asked for, 416 where there are none."""
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        content.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_bytes(content, start, end), status=206, content_type=mime)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    return response


def _bytes(content: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with content:
        content.seek(start)
        left = end - start + 1
        while left > 0 and (piece := content.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece


def _with_headers(response: HttpResponseBase, file: File, etag: str) -> HttpResponseBase:
    attachment = file.kind == FileKind.DOCUMENT
    response["Content-Disposition"] = content_disposition_header(attachment, file.original_name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response
