"""Every write of files. What a file hangs on is recorded in the ledger by the verb that attaches it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.files import photos, shelf, sniff
from huijia.kernel.files.enums import FileKind
from huijia.kernel.files.models import Attachment, File
from huijia.kernel.ledger.actors import Actor
from huijia.lib import clock

MEGABYTE = 1024 * 1024
PHOTO_LIMIT = 15 * MEGABYTE
AUDIO_LIMIT = 6 * MEGABYTE
DOCUMENT_LIMIT = 20 * MEGABYTE
ORPHAN_AGE = 24 * 3600
"""Seconds after which a file on disk that no row names is swept away."""
NAME_LENGTH = 120
LABEL_LENGTH = 80


class Upload(Protocol):
    """Django's UploadedFile, or anything with as much."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def read(self, num_bytes: int = ..., /) -> bytes: ...


class By(Protocol):
    """`accounts.access.Access`, or anything that says who acts."""

    def actor(self, for_label: str = "") -> Actor: ...


def keep_photo(upload: Upload, *, community: Community, by: By) -> File:
    """Keeps a JPEG, PNG or WebP as an upright JPEG of at most 1,600 pixels without tags, and a 320-pixel thumbnail.

    Raises:
        Refusal: too large, no photo, or the disk is full.
    """
    photo = photos.developed(_read(upload, PHOTO_LIMIT))
    sha256 = shelf.put(photo.content)
    shelf.put(photo.thumb, name=sha256, suffix=shelf.THUMB)
    return _keep(
        upload, community, by, sha256=sha256, size=len(photo.content), mime="image/jpeg", kind=FileKind.PHOTO,
        width=photo.width, height=photo.height,
    )


def keep_audio(upload: Upload, *, community: Community, by: By, seconds: float | None = None) -> File:
    """Keeps a recording as it is. `seconds`: its length as the recorder says.

    Raises:
        Refusal: too large, no recording, or the disk is full.
    """
    content = _read(upload, AUDIO_LIMIT)
    mime = sniff.audio_mime(content[:64])
    if mime is None:
        raise Refusal(_("这不是能识别的录音，请上传 MP3、M4A、WebM、OGG 或 WAV 格式的录音"))
    sha256 = shelf.put(content)
    return _keep(
        upload, community, by, sha256=sha256, size=len(content), mime=mime, kind=FileKind.AUDIO, seconds=seconds
    )


def keep_document(upload: Upload, *, community: Community, by: By) -> File:
    """Keeps a table to be imported (XLSX or CSV) as it is.

    Raises:
        Refusal: too large, no such table, or the disk is full.
    """
    content = _read(upload, DOCUMENT_LIMIT)
    mime = sniff.document_mime(content, upload.name or "")
    if mime is None:
        raise Refusal(_("只能上传 Excel(.xlsx)或 CSV 表格；旧版 .xls 请先另存为 .xlsx"))
    return _keep(
        upload, community, by, sha256=shelf.put(content), size=len(content), mime=mime, kind=FileKind.DOCUMENT
    )


def keep_paper(upload: Upload, *, community: Community, by: By) -> File:
    """Keeps what offices send each other as it is: XLSX, CSV, DOCX or PDF. It is only ever downloaded.

    Raises:
        Refusal: too large, another kind, or the disk is full.
    """
    content = _read(upload, DOCUMENT_LIMIT)
    mime = sniff.paper_mime(content, upload.name or "")
    if mime is None:
        raise Refusal(_("只能上传 Excel(.xlsx)、Word(.docx)、PDF 或 CSV 文件；旧版文件请先另存"))
    return _keep(
        upload, community, by, sha256=shelf.put(content), size=len(content), mime=mime, kind=FileKind.DOCUMENT
    )


def attach_to_many(
    file: File, subjects: Mapping[int, int], *, subject_type: str, purpose: str, by: By, at: datetime
) -> None:
    """Hangs one kept content on a subject of each of several communities: {community id: subject id}.

    Each community gets a row of its own, so that nobody reads across; the bytes lie on the disk once. Two statements.
    """
    label = by.actor().label[:LABEL_LENGTH]
    same = {
        name: getattr(file, name) for name in ("sha256", "size", "mime", "kind", "original_name", "created_by_id")
    }
    rows = File.objects.bulk_create([
        File(community_id=pk, created_at=at, created_by_label=label, **same) for pk in subjects
    ])
    Attachment.objects.bulk_create([
        Attachment(
            community_id=row.community_id, file=row, subject_type=subject_type, subject_id=subjects[row.community_id],
            purpose=purpose, at=at, added_by_label=label,
        )
        for row in rows
    ])


def attach(
    file: File, *, subject: tuple[str, int], purpose: str, by: By, at: datetime | None = None
) -> Attachment:
    """Hangs a kept file on a subject of the same community. Doing it twice changes nothing."""
    attachment, _created = Attachment.objects.of(file.community_id).get_or_create(
        file=file, subject_type=subject[0], subject_id=subject[1], purpose=purpose,
        defaults={
            "community_id": file.community_id, "at": at or clock.now(),
            "added_by_label": by.actor().label[:LABEL_LENGTH],
        },
    )
    return attachment


def sweep(*, older_than: float = ORPHAN_AGE) -> int:
    """Removes files on disk that no row names and that are older than `older_than` seconds; returns how many."""
    removed = 0
    oldest = time.time() - older_than
    for path in shelf.kept():
        sha256 = path.name.removesuffix(shelf.THUMB)
        if path.stat().st_mtime > oldest:
            continue
        if File.objects.everywhere().filter(sha256=sha256).exists():
            continue
        path.unlink(missing_ok=True)
        removed += 1
    return removed


def _read(upload: Upload, limit: int) -> bytes:
    """The bytes, never more than `limit` of them in memory.

    Raises:
        Refusal: empty, or larger than `limit`.
    """
    size = upload.size or 0
    content = upload.read(limit + 1) if size <= limit else b""
    if size > limit or len(content) > limit:
        shown = f"{max(size, len(content)) / MEGABYTE:.1f}"
        text = _("文件有 %(size)s MB,超过 %(limit)s MB 的上限，请压缩后再上传")
        raise Refusal(text % {"size": shown, "limit": limit // MEGABYTE}, code="too_large")
    if not content:
        raise Refusal(_("文件是空的，请重新选择"), code="empty")
    return content


def _keep(upload: Upload, community: Community, by: By, **values: Any) -> File:
    actor = by.actor()
    name = "".join(letter for letter in (upload.name or "") if letter.isprintable())
    return File.objects.create(
        community=community, original_name=name[-NAME_LENGTH:], created_at=clock.now(), created_by_id=actor.id,
        created_by_label=actor.label[:LABEL_LENGTH], **values,
    )
