"""整体导出: everything a community takes along when it leaves, as one zip: a table for each kind of row, all files.

Tables come by introspection of what belongs to a community, so that a later room is in it by itself. Sealed fields
are opened; hashes, codes and passwords stay behind.
"""

import errno
import os
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from huijia.core.opening import log
from huijia.core.opening.enums import BUSY, ExportState
from huijia.core.opening.models import ExportJob
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community, CommunityOwned
from huijia.kernel.files import shelf
from huijia.kernel.files.models import File
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.actors import Actor
from huijia.lib import clock, crypto, spreadsheet

KEPT_DAYS = 7
SUBJECT = "export"
LEFT_BEHIND = ("_hash", "token", "code_hash", "salt")
README = """汇家整体导出 / Huijia, all data of a community

社区 / community: {name}
时间 / made at: {at}

表 tables/*.xlsx: 每张表一个文件，第一行是列名；带「编号」的列指向别的表的 id。
文件 files/: 照片、录音、文档，文件名是 files.File 表里的 uuid。
里面有居民的姓名、电话和证件号码，请放在安全的地方，用完删除。健康角的测量数值不在里面，只归本人。

One file for each table, its first row holds the columns' names; columns that end with 编号 point at the id of
another table. Photos, recordings and documents lie in files/ under their uuid. There are names, phone numbers and
document numbers in it: keep it safe, delete it when done. Health values are not in it: they are the person's alone.
"""


def place_of(job: ExportJob) -> Path:
    return Path(settings.VAR) / "exports" / f"{job.uuid}.zip"


def ask(*, reason: str, by: Access, at: datetime | None = None, queued: bool = True) -> ExportJob:
    """Asks for the export; one runs at a time, and asking again meanwhile gives that one.

    Raises:
        Refusal: no right to, or no reason.
    """
    by.require("office.export")
    words = reason.strip()[:200]
    if not words:
        raise Refusal(_("请写明为什么导出"), field="reason")
    try:
        with transaction.atomic():
            job = ExportJob.objects.create(
                community=by.community, reason=words, asked_at=at or clock.now(), asked_by_id=by.user_id,
                asked_by_label=by.label,
            )
            _record(log.EXPORT_ASKED, job, by.actor(), {"reason": words})
            if queued:
                _later(job)
    except IntegrityError:
        return ExportJob.objects.of(by.community).filter(state__in=BUSY).latest("pk")
    return job


def _later(job: ExportJob) -> None:
    from huijia.core.opening.tasks import work_on_export

    work_on_export.enqueue(job.pk)


def _record(kind: str, job: ExportJob, by: Actor, data: dict[str, Any]) -> None:
    ledger.record(kind, subject=(SUBJECT, job.pk), by=by, community_id=job.community_id, data=data)


def tables() -> list[type[CommunityOwned]]:
    """Every table of rows that belong to a community, but the exports themselves and what stays with the person
    (`carried_whole` False on the model: health values)."""
    owned = [
        model for model in apps.get_models()
        if issubclass(model, CommunityOwned) and model is not ExportJob and getattr(model, "carried_whole", True)
    ]
    return sorted(owned, key=lambda model: model._meta.label)


def work(job_id: int) -> None:
    """Writes the zip beside its place and moves it there; begun again from the start after a kill."""
    job = ExportJob.objects.everywhere().select_related("community").get(pk=job_id)
    if job.state not in BUSY:
        return
    place = place_of(job)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = place.with_suffix(".part")
    try:
        rows, files = _write(job, beside)
    except OSError as error:
        beside.unlink(missing_ok=True)
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        problem = _("磁盘满了，腾出地方再导出一次") if full else str(error)[:200]
        _mine(job).update(state=ExportState.BROKEN, problem=problem)
        return
    os.replace(beside, place)
    with transaction.atomic():
        now = clock.now()
        _mine(job).update(
            state=ExportState.READY, size=place.stat().st_size, ready_at=now, kept_until=now + timedelta(days=KEPT_DAYS)
        )
        data = {"tables": len(tables()), "rows": rows, "files": files}
        _record(log.EXPORT_READY, job, Actor("system", None, "系统"), data)


def _mine(job: ExportJob) -> Any:
    return ExportJob.objects.of(job.community_id).filter(pk=job.pk)


def _write(job: ExportJob, target: Path) -> tuple[int, int]:
    kinds = tables()
    _mine(job).update(state=ExportState.RUNNING, total=len(kinds) + 1, done=0)
    rows = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, override("zh-hans"):
        about = README.format(name=job.community.name, at=f"{clock.local(clock.now()):%Y-%m-%d %H:%M}")
        archive.writestr("README.txt", about)
        for number, model in enumerate(kinds, start=1):
            with tempfile.NamedTemporaryFile(suffix=".xlsx", dir=target.parent) as book:
                rows += spreadsheet.write_book(book, [_sheet(model, job.community)])
                book.flush()
                archive.write(book.name, f"tables/{model._meta.label}.xlsx")
            _mine(job).update(done=number)
        files = _files(archive, job.community)
    return rows, files


def _files(archive: zipfile.ZipFile, community: Community) -> int:
    count = 0
    for file in File.objects.of(community).order_by("pk").iterator(chunk_size=500):
        path = shelf.path_of(file.sha256)
        if path.exists():
            ending = file.mime.rpartition("/")[2][:8]
            archive.write(path, f"files/{file.uuid}.{ending}", zipfile.ZIP_STORED)
            count += 1
    return count


def _columns(model: type[CommunityOwned]) -> list[models.Field[Any, Any]]:
    fields = [field for field in model._meta.concrete_fields if field.name != "community"]
    return [field for field in fields if not field.attname.endswith(LEFT_BEHIND)]


def _sheet(model: type[CommunityOwned], community: Community) -> spreadsheet.Sheet:
    fields = _columns(model)
    heads = [spreadsheet.Column(_head(field), 16) for field in fields]
    return spreadsheet.Sheet(str(model._meta.verbose_name), heads, _rows(model, fields, community))


def _head(field: models.Field[Any, Any]) -> str:
    words = str(field.verbose_name)
    if field.attname.endswith("_sealed"):
        words = words.replace(" sealed", "")
    return f"{words}(编号)" if field.is_relation else words


def _rows(
    model: type[CommunityOwned], fields: list[models.Field[Any, Any]], community: Community
) -> Iterator[list[object]]:
    for row in model._default_manager.of(community).order_by("pk").iterator(chunk_size=1000):
        yield [_value(getattr(row, field.attname), field) for field in fields]


def _value(value: Any, field: models.Field[Any, Any]) -> object:
    if value in (None, ""):
        return ""
    if field.attname.endswith("_sealed"):
        return crypto.open_sealed(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return value if isinstance(value, int | float | datetime) else str(value)


def fetched(job: ExportJob, *, by: Access) -> Path:
    """The finished file, each download one ledger entry.

    Raises:
        Refusal: no right to, not ready, or gone.
    """
    by.require("office.export")
    place = place_of(job)
    if job.community_id != by.community.pk or job.state != ExportState.READY or not place.exists():
        raise Refusal(_("这次导出已经不在了，请再导出一次"), code="gone")
    with transaction.atomic():
        _record(log.EXPORT_FETCHED, job, by.actor(), {})
    return place


def tidy(at: datetime | None = None) -> int:
    """Removes what is past its days; how many."""
    rows = ExportJob.objects.everywhere().filter(state=ExportState.READY, kept_until__lt=at or clock.now())
    count = 0
    for job in rows:
        place_of(job).unlink(missing_ok=True)
        _mine(job).update(state=ExportState.GONE)
        count += 1
    return count
