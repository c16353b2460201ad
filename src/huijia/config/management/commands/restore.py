"""`huijia restore`: puts an archive of `huijia backup` in place."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huijia.config.backup.errors import BackupError
from huijia.config.backup.restoring import Restored, restore


class Command(BaseCommand):
    help = (
        "从备份恢复到空的系统；需要原来的密钥文件 / restores into an empty installation; needs the old key file. "
        "--replace: 原有数据挪到 var/before-restore-… / what is there is set aside"
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="备份文件 / the archive")
        parser.add_argument("--replace", action="store_true", help="替换已有数据 / replace the data that is here")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore(options["file"], replace=options["replace"], say=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self._tell(done)
        if not done.report.ok:
            for problem in done.report.problems[:20]:
                self.stderr.write(f"  {problem.text}")
            raise CommandError("已恢复，但操作日志核对不符 / restored, but the ledger does not verify", returncode=2)

    def _tell(self, done: Restored) -> None:
        rows = sum(done.manifest["rows"].values())
        self.stdout.write(f"已恢复 / restored: {done.manifest['created_at']}, {rows} 行 / rows")
        if done.set_aside:
            self.stdout.write(f"  原有数据在 / what was here before: {done.set_aside}")
        if done.heads_lost > 0:
            self.stdout.write(
                f"  备份之后的 {done.heads_lost} 批封存已不在 / seals made after the backup are gone"
            )
        elif done.heads_lost < 0:
            self.stderr.write("  注意：封印文件与备份不是同一份日志 / the heads file is of another ledger")
        self.stdout.write(
            f"  操作日志 / ledger: {done.report.sealed} 条已封存 / sealed, "
            + ("核对无误 / verified" if done.report.ok else "核对不符 / does not verify")
        )
