"""`huijia import matters FILE`: a spreadsheet of messages becomes matters; a second run adds nothing twice."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from huijia.core.matters import imports
from huijia.core.matters.enums import Source
from huijia.core.matters.imports.jobs import SOURCES, missing
from huijia.core.matters.models import ImportJob, ImportState
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.communities.queries import only_community
from huijia.lib import clock

SHOWN_ERRORS = 20


class Command(BaseCommand):
    help = "从表格导入；第二次导入同一份表格不会重复 / import from a spreadsheet; nothing is doubled"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["matters"], help="matters 事项")
        parser.add_argument("file", type=Path, help="xlsx / csv")
        parser.add_argument("--community", default="", help="社区的短名；只有一个社区时不用写 / its slug")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不导入 / check only")
        parser.add_argument("--source", default=Source.IMPORT.value, choices=[source.value for source in SOURCES])
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=列名",
            help="哪一列是什么，例如 text=反映内容；字段 / fields: " + " ".join(field.key for field in imports.FIELDS),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        community = _community(options["community"])
        by = Access.system(community, label="导入命令")
        try:
            job = self._opened(options, by)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self._do(job, "检查 / checking")
        self._say_check(job)
        if options["dry_run"]:
            return
        if not job.good:
            raise CommandError("没有可以导入的行 / nothing to import")
        began = clock.now()
        imports.start(job, by=by, queued=False)
        self._do(job, "导入 / importing")
        took = (clock.now() - began).total_seconds()
        self.stdout.write(
            f"新增 {job.added}，已有 {job.doubled}，没有导入 {job.failed}；{took:.1f} 秒，"
            f"每秒 {job.done / max(took, 0.001):.0f} 行 / added, there already, left out, rows per second"
        )

    def _opened(self, options: dict[str, Any], by: Access) -> ImportJob:
        try:
            stream = options["file"].open("rb")
        except OSError as error:
            raise CommandError(f"打不开文件 / cannot open: {error}") from None
        with stream:
            upload = File(stream, name=options["file"].name)
            job = imports.open_job(upload, by=by, source=Source(options["source"]), queued=False)
        columns = {**job.mapping["columns"], **dict(pair.split("=", 1) for pair in options["column"] if "=" in pair)}
        if options["column"] or missing(job):
            job.state = ImportState.READY
            job.save(update_fields=["state"])
            imports.remap(job, columns=columns, categories={}, by=by, queued=False)
        return job

    def _do(self, job: ImportJob, what: str) -> None:
        imports.work(job.pk, told=lambda now: self._progress(what, now))
        self.stdout.write("")
        job.refresh_from_db()
        if job.state == ImportState.BROKEN:
            raise CommandError(job.problem)

    def _progress(self, what: str, job: ImportJob) -> None:
        of = f" / {job.total}" if job.total else ""
        self.stdout.write(f"\r{what} {job.done}{of}", ending="")
        self.stdout.flush()

    def _say_check(self, job: ImportJob) -> None:
        for field in imports.FIELDS:
            column = job.mapping["columns"].get(field.key)
            if column:
                self.stdout.write(f"  {field.label} ← {column}")
        self.stdout.write(
            f"共 {job.total} 行：可导入 {job.good - job.doubled}，其中有答复 {job.with_answer}；"
            f"已有 {job.doubled}；有问题 {job.failed} / rows, good, with a reply, there already, wrong"
        )
        for number, column, message, value in job.errors[:SHOWN_ERRORS]:
            self.stdout.write(f"  第 {number} 行「{column}」{message} {value}")
        if job.failed > SHOWN_ERRORS:
            self.stdout.write(f"  …还有 {job.failed - SHOWN_ERRORS} 行 / more")


def _community(slug: str) -> Community:
    if slug:
        found = Community.objects.select_related("street__district").filter(slug=slug).first()
        if found is None:
            raise CommandError(f"没有这个社区 / no such community: {slug}")
        return found
    only = only_community()
    if only is None:
        raise CommandError("请用 --community 写明社区 / say which community with --community")
    return only
