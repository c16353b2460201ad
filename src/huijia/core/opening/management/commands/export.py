"""`huijia export`: everything of one community into one zip, for whoever keeps the machine."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huijia.core.opening import leaving
from huijia.core.opening.enums import ExportState
from huijia.core.opening.models import ExportJob
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.queries import live


class Command(BaseCommand):
    help = "整体导出一个社区 / everything of one community into one zip"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--community", required=True, help="社区短名 / slug")
        parser.add_argument("--to", required=True, help="写到哪里 / the zip to write")
        parser.add_argument("--reason", required=True, help="为什么 / why, kept in the ledger")

    def handle(self, *args: Any, **options: Any) -> None:
        community = live().filter(slug=options["community"]).first()
        if community is None:
            raise CommandError("没有这个社区 / no such community")
        target = Path(options["to"])
        if target.exists():
            raise CommandError("那里已有文件 / there is a file already")
        job = leaving.ask(reason=options["reason"], by=Access.system(community, "命令行"), queued=False)
        leaving.work(job.pk)
        job = ExportJob.objects.of(community).get(pk=job.pk)
        if job.state != ExportState.READY:
            raise CommandError(job.problem or "没有做成 / it did not succeed")
        shutil.copyfile(leaving.place_of(job), target)
        target.chmod(0o600)
        self.stdout.write(f"{target} ({job.size} bytes)")
