"""The verbs of an import: open a file, say what its columns mean, choose, start, go on. `work` reads the rows."""

import hashlib
import uuid as uuids
from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.communities.retries import USED
from huijia.kernel.files import actions as files
from huijia.kernel.imports.enums import Choice, ImportState
from huijia.kernel.imports.importers import IMPORTERS, Importer, of
from huijia.kernel.imports.layouts import guess_columns
from huijia.kernel.imports.models import Difference, ImportJob
from huijia.kernel.imports.reading import Layout, layout_of
from huijia.kernel.ledger import actions as ledger
from huijia.lib.spreadsheet import SpreadsheetError

SUBJECT = "import"
_NOTHING_DONE: dict[str, Any] = {
    "cursor": 0, "done": 0, "added": 0, "changed": 0, "doubled": 0, "failed": 0, "errors": [], "problem": "",
}


def allow(importer: Importer, by: Access) -> None:
    """
    Raises:
        Refusal: no right to import this, or its module is off.
    """
    by.require(importer.permission)
    if importer.module and not modules.is_on(by.community, importer.module):
        raise Refusal(_("本社区没有启用这个模块"), code="forbidden")


def open_job(
    upload: File[Any], *, kind: str, by: Access, options: Mapping[str, Any] | None = None,
    uuid: uuids.UUID | None = None, queued: bool = True,
) -> ImportJob:
    """Keeps the file, guesses its columns by their names, and has it checked; nothing is imported yet.

    The same UUID gives the same job. Refusal beside "file" for what is no readable table, beside an option's key for
    what cannot be chosen there.
    """
    importer = IMPORTERS[kind]
    allow(importer, by)
    chosen = _chosen(importer, options or {})
    key = uuid or uuids.uuid4()
    there = ImportJob.objects.of(by.community).filter(uuid=key).first()
    if there is not None:
        if (there.kind, there.options, there.file.sha256) != (kind, chosen, _digest(upload)):
            raise Conflict(USED)
        return there
    layout = _layout(upload, importer)
    try:
        file = files.keep_document(upload, community=by.community, by=by)
    except Refusal as refusal:
        raise Refusal(refusal.message, field="file", code=refusal.code) from None
    with transaction.atomic():
        job = ImportJob.objects.create(
            community=by.community, uuid=key, kind=kind, file=file, options=chosen, sheets=layout.sheets,
            columns=layout.columns, created_by_id=by.user_id, created_label=by.label,
            mapping={"columns": guess_columns(importer.fields, layout.columns), "words": {}},
        )
        if missing(job):
            job.state = ImportState.READY
            job.save(update_fields=["state"])
        elif queued:
            _later(job)
    return job


def _digest(upload: File[Any]) -> str:
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return found.hexdigest()


def _chosen(importer: Importer, options: Mapping[str, Any]) -> dict[str, Any]:
    chosen = {}
    for option in importer.options:
        value = options.get(option.key, option.default)
        if option.choices and value not in [code for code, _label in option.choices]:
            raise Refusal(_("请选择%(option)s") % {"option": option.label}, field=option.key)
        chosen[option.key] = str(value) if option.choices else bool(value)
    return chosen


def _layout(upload: File[Any], importer: Importer) -> Layout:
    try:
        upload.seek(0)
        layout = layout_of(cast(BinaryIO, upload.file), importer)
    except SpreadsheetError as error:
        raise Refusal(str(error), field="file") from None
    upload.seek(0)
    return layout


def missing(job: ImportJob) -> list[str]:
    """Keys of the fields that a file must have and that no column is named for."""
    named = job.mapping["columns"]
    return [field.key for field in of(job).fields if field.required and field.key not in named]


def remap(
    job: ImportJob, *, columns: Mapping[str, str], by: Access, words: Mapping[str, int | None] | None = None,
    queued: bool = True,
) -> None:
    """Other meanings of the columns and of the words; the file is checked again.

    Refusal beside `column_<key>` for a required field without a column, or a column used twice.
    """
    importer = of(job)
    allow(importer, by)
    chosen = {key: column for key, column in columns.items() if key in importer.by_key and column in job.columns}
    for field in importer.fields:
        if field.required and field.key not in chosen:
            raise Refusal(_("请选择哪一列是“%(field)s”") % {"field": field.label}, field=f"column_{field.key}")
        if field.key in chosen and list(chosen.values()).count(chosen[field.key]) > 1:
            raise Refusal(_("同一列不能用两次"), field=f"column_{field.key}")
    known = importer.known_words(by.community) if words else set()
    mapping = {"columns": chosen, "words": {word: pk if pk in known else None for word, pk in (words or {}).items()}}
    with transaction.atomic():
        rows = ImportJob.objects.of(by.community).filter(pk=job.pk, state__in=(ImportState.READY, ImportState.BROKEN))
        fresh = {**_NOTHING_DONE, "total": 0, "differing": 0, "figures": {}}
        if not rows.filter(cursor=0).update(mapping=mapping, state=ImportState.CHECKING, **fresh):
            raise Refusal(_("这次导入已经开始，不能再改列的对应"), code="stale")
        Difference.objects.of(by.community).filter(job=job).delete()
        if queued:
            _later(job)


def choose(job: ImportJob, *, choice: Choice, by: Access, place: int | None = None) -> None:
    """What becomes of one row (its `place`) whose subject is there with other values, or of all of them.

    Choosing for all forgets what was chosen for single rows. Refusal (stale) once it has begun.
    """
    allow(of(job), by)
    with transaction.atomic():
        ready = ImportJob.objects.of(by.community).filter(pk=job.pk, state=ImportState.READY)
        rows = Difference.objects.of(by.community).filter(job=job)
        if place is None:
            done = ready.update(choice=choice)
            rows.exclude(choice="").update(choice="")
        else:
            # Takes the row's lock, so that a start that comes in between waits.
            done = ready.update(state=ImportState.READY) and rows.filter(place=place).update(choice=choice)
        if not done:
            raise Refusal(_("导入已经开始，或者表格重新检查过了，请刷新再看"), code="stale")


def start(job: ImportJob, *, by: Access, queued: bool = True) -> None:
    """Begins to import what was checked. Pressing twice starts once."""
    allow(of(job), by)
    if missing(job):
        raise Refusal(_("请先选好每一列是什么"), code="stale")
    with transaction.atomic():
        rows = ImportJob.objects.of(by.community).filter(pk=job.pk, state=ImportState.READY, total__gt=0)
        starter = {"created_by_id": by.user_id, "created_label": by.label}
        if not rows.update(state=ImportState.RUNNING, **starter, **_NOTHING_DONE):
            job.refresh_from_db()
            if job.state in (ImportState.RUNNING, ImportState.DONE):
                return
            raise Refusal(_("文件还没有检查好，请等检查结果出来再开始"), code="stale")
        ledger.record(
            "imports.started", subject=(SUBJECT, job.pk), by=by.actor(), community_id=by.community.pk,
            data={"kind": job.kind, "file": job.file.original_name, "total": job.total},
        )
        if queued:
            _later(job)


def go_on(job: ImportJob, *, by: Access, queued: bool = True) -> None:
    """Takes up a job that was cut short: behind its last saved row, or its check from the start."""
    allow(of(job), by)
    with transaction.atomic():
        rows = ImportJob.objects.of(by.community).filter(pk=job.pk, state=ImportState.BROKEN)
        again = ImportState.RUNNING if job.was_checked else ImportState.CHECKING
        if rows.update(state=again, problem="") and queued:
            _later(job)


def _later(job: ImportJob) -> None:
    from huijia.kernel.imports.tasks import work_on_import

    work_on_import.enqueue(job.pk)
