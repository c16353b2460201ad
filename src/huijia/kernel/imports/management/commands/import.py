"""`huijia import KIND FILE`: a spreadsheet goes in; a second run adds nothing twice."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.communities.queries import only_community
from huijia.kernel.imports import actions
from huijia.kernel.imports.enums import Choice, ImportState
from huijia.kernel.imports.importers import IMPORTERS, Importer, Option
from huijia.kernel.imports.models import ImportJob
from huijia.kernel.imports.work import work
from huijia.lib import clock

SHOWN_ERRORS = 20


class Command(BaseCommand):
    help = "从表格导入；第二次导入同一份表格不会重复 / import from a spreadsheet; nothing is doubled"

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = " · ".join(f"{importer.code} {importer.label}" for importer in IMPORTERS.values())
        parser.add_argument("what", choices=list(IMPORTERS), help=kinds)
        parser.add_argument("file", type=Path, help="xlsx / csv")
        parser.add_argument("--community", default="", help="社区的短名；只有一个社区时不用写 / its slug")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不导入 / check only")
        for option in _options().values():
            _add_option(parser, option)
        parser.add_argument(
            "--differs", default=Choice.EMPTY.value, choices=Choice.values,
            help="已有的人与表格不同时 / for those who are there with other values: ours, empty (fill only), theirs",
        )
        fields = "; ".join(
            f"{importer.code}: {' '.join(field.key for field in importer.fields)}" for importer in IMPORTERS.values()
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=列名",
            help=f"哪一列是什么，例如 name=居民姓名 / which column is what. {fields}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        community = _community(options["community"])
        by = Access.system(community, label="导入命令")
        importer = IMPORTERS[options["what"]]
        try:
            job = self._opened(importer, options, by)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self._do(job, "检查 / checking")
        self._say_check(job, importer)
        if options["dry_run"]:
            return
        if not job.good:
            raise CommandError("没有可以导入的行 / nothing to import")
        began = clock.now()
        actions.choose(job, choice=Choice(options["differs"]), by=by)
        actions.start(job, by=by, queued=False)
        self._do(job, "导入 / importing")
        took = (clock.now() - began).total_seconds()
        changed = f"，更新 {job.changed}" if importer.has_differences else ""
        self.stdout.write(
            f"新增 {job.added}{changed}，已有 {job.doubled}，没有导入 {job.failed}；{took:.1f} 秒，"
            f"每秒 {job.done / max(took, 0.001):.0f} 行 / added, changed, there already, left out, rows per second"
        )

    def _opened(self, importer: Importer, options: dict[str, Any], by: Access) -> ImportJob:
        chosen = {option.key: options[option.key] for option in importer.options if options.get(option.key) is not None}
        try:
            stream = options["file"].open("rb")
        except OSError as error:
            raise CommandError(f"打不开文件 / cannot open: {error}") from None
        with stream:
            upload = File(stream, name=options["file"].name)
            job = actions.open_job(upload, kind=importer.code, options=chosen, by=by, queued=False)
        columns = {**job.mapping["columns"], **dict(pair.split("=", 1) for pair in options["column"] if "=" in pair)}
        if options["column"] or actions.missing(job):
            job.state = ImportState.READY
            job.save(update_fields=["state"])
            actions.remap(job, columns=columns, by=by, queued=False)
        return job

    def _do(self, job: ImportJob, what: str) -> None:
        work(job.pk, told=lambda now: self._progress(what, now))
        self.stdout.write("")
        job.refresh_from_db()
        if job.state == ImportState.BROKEN:
            raise CommandError(job.problem)

    def _progress(self, what: str, job: ImportJob) -> None:
        of = f" / {job.total}" if job.total else ""
        self.stdout.write(f"\r{what} {job.done}{of}", ending="")
        self.stdout.flush()

    def _say_check(self, job: ImportJob, importer: Importer) -> None:
        for field in importer.fields:
            column = job.mapping["columns"].get(field.key)
            if column:
                self.stdout.write(f"  {field.label} ← {column}")
        figures = "".join(f"，{label} {job.figures.get(key, 0)}" for key, label in importer.figures.items())
        differing = f"；与已有的不同 {job.differing}" if importer.has_differences else ""
        self.stdout.write(
            f"共 {job.total} 行：可导入 {job.fresh}{figures}{differing}；已有 {job.doubled}；有问题 {job.failed}"
            " / rows, good, different, there already, wrong"
        )
        for number, column, message, value, *sheet in job.errors[:SHOWN_ERRORS]:
            place = f"{sheet[0]} 第 {number} 行" if sheet else f"第 {number} 行"
            self.stdout.write(f"  {place}「{column}」{message} {value}")
        if job.failed > SHOWN_ERRORS:
            self.stdout.write(f"  …还有 {job.failed - SHOWN_ERRORS} 行 / more")


def _options() -> dict[str, Option]:
    return {option.key: option for importer in IMPORTERS.values() for option in importer.options}


def _add_option(parser: ArgumentParser, option: Option) -> None:
    name = "--" + option.key.replace("_", "-")
    if option.choices:
        parser.add_argument(name, choices=[code for code, _label in option.choices], help=str(option.label))
    else:
        parser.add_argument(name, action="store_true", default=None, help=str(option.label))


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
