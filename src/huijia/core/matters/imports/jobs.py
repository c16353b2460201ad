"""The verbs of an import: open a file, say what its columns mean, start, go on. The rows are read in `work`."""

import uuid as uuids
from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Source
from huijia.core.matters.imports.layouts import BY_KEY, FIELDS, HEADERS, guess_columns
from huijia.core.matters.models import Category, ImportJob, ImportState
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import actions as files
from huijia.kernel.ledger import actions as ledger
from huijia.lib.spreadsheet import SpreadsheetError, read_table

SUBJECT = "import"
SOURCES = (
    Source.IMPORT, Source.CITY_12345, Source.HOTLINE, Source.ONLINE, Source.COUNTER, Source.SUPERIOR, Source.VISIT,
)


def open_job(
    upload: File[Any], *, by: Access, source: Source = Source.IMPORT, uuid: uuids.UUID | None = None,
    queued: bool = True,
) -> ImportJob:
    """Keeps the file, guesses its columns by their names, and has it checked; nothing is imported yet.

    The same UUID gives the same job. Refusal beside "file" for what is no readable table, beside "source" for a
    source that lists do not come from.
    """
    by.require("matters.import")
    if source not in SOURCES:
        raise Refusal(_("请选择来源"), field="source")
    key = uuid or uuids.uuid4()
    there = ImportJob.objects.of(by.community).filter(uuid=key).first()
    if there is not None:
        return there
    columns = _columns_of(upload)
    try:
        file = files.keep_document(upload, community=by.community, by=by)
    except Refusal as refusal:
        raise Refusal(refusal.message, field="file", code=refusal.code) from None
    with transaction.atomic():
        job = ImportJob.objects.create(
            community=by.community, uuid=key, file=file, source=source, columns=columns,
            mapping={"columns": guess_columns(columns), "categories": {}}, created_by_id=by.user_id,
            created_label=by.label,
        )
        if missing(job):
            job.state = ImportState.READY
            job.save(update_fields=["state"])
        elif queued:
            _later(job)
    return job


def _columns_of(upload: File[Any]) -> list[str]:
    try:
        upload.seek(0)
        with read_table(cast(BinaryIO, upload.file), expected=HEADERS) as table:
            columns = [column for column in table.columns if column]
    except SpreadsheetError as error:
        raise Refusal(str(error), field="file") from None
    upload.seek(0)
    return columns


def missing(job: ImportJob) -> list[str]:
    """Keys of the fields that a file must have and that no column is named for."""
    named = job.mapping["columns"]
    return [field.key for field in FIELDS if field.required and field.key not in named]


def remap(
    job: ImportJob, *, columns: Mapping[str, str], categories: Mapping[str, int | None], by: Access,
    queued: bool = True,
) -> None:
    """Other meanings of the columns and category words; the file is checked again.

    Refusal beside `column_<key>` for a required field without a column, or a column used twice.
    """
    by.require("matters.import")
    chosen = {key: column for key, column in columns.items() if key in BY_KEY and column in job.columns}
    for field in FIELDS:
        if field.required and field.key not in chosen:
            raise Refusal(_("请选择哪一列是“%(field)s”") % {"field": field.label}, field=f"column_{field.key}")
        if field.key in chosen and list(chosen.values()).count(chosen[field.key]) > 1:
            raise Refusal(_("同一列不能用两次"), field=f"column_{field.key}")
    known = set(Category.objects.of(by.community).values_list("pk", flat=True))
    words = {label: pk if pk in known else None for label, pk in categories.items()}
    with transaction.atomic():
        rows = ImportJob.objects.of(by.community).filter(pk=job.pk, state__in=(ImportState.READY, ImportState.BROKEN))
        mapping = {"columns": chosen, "categories": words}
        fresh = {"done": 0, "total": 0, "failed": 0, "doubled": 0, "errors": [], "problem": ""}
        if not rows.filter(cursor=0).update(mapping=mapping, state=ImportState.CHECKING, **fresh):
            raise Refusal(_("这次导入已经开始，不能再改列的对应"), code="stale")
        if queued:
            _later(job)


def start(job: ImportJob, *, by: Access, queued: bool = True) -> None:
    """Begins to import what was checked. Pressing twice starts once."""
    by.require("matters.import")
    if missing(job):
        raise Refusal(_("请先选好每一列是什么"), code="stale")
    with transaction.atomic():
        fresh = {"cursor": 0, "done": 0, "added": 0, "doubled": 0, "failed": 0, "errors": [], "problem": ""}
        rows = ImportJob.objects.of(by.community).filter(pk=job.pk, state=ImportState.READY, total__gt=0)
        if not rows.update(state=ImportState.RUNNING, created_by_id=by.user_id, created_label=by.label, **fresh):
            job.refresh_from_db()
            if job.state in (ImportState.RUNNING, ImportState.DONE):
                return
            raise Refusal(_("文件还没有检查好，请等检查结果出来再开始"), code="stale")
        ledger.record(
            "matters.import_started", subject=(SUBJECT, job.pk), by=by.actor(), community_id=by.community.pk,
            data={"file": job.file.original_name, "total": job.total},
        )
        if queued:
            _later(job)


def go_on(job: ImportJob, *, by: Access, queued: bool = True) -> None:
    """Takes up a job that was cut short: behind its last saved row, or its check from the start."""
    by.require("matters.import")
    with transaction.atomic():
        rows = ImportJob.objects.of(by.community).filter(pk=job.pk, state=ImportState.BROKEN)
        again = ImportState.RUNNING if job.was_checked else ImportState.CHECKING
        if rows.update(state=again, problem="") and queued:
            _later(job)


def _later(job: ImportJob) -> None:
    from huijia.core.matters.tasks import work_on_import

    work_on_import.enqueue(job.pk)
