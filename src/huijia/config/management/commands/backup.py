"""`huijia backup`: one archive with the database and all files."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huijia.config.backup.errors import BackupError
from huijia.config.backup.making import default_folder, make

PROTECTION = """
受保护的 / protected: 电话、证件号是密封的，没有密钥文件打不开；密钥文件不在备份里，请另处保存一份。
  phones and document numbers are sealed; the key file is never in the archive: keep a copy of it elsewhere.
没有保护的 / not protected: 姓名、事项内容、照片、操作日志是明文。文件权限 0600；要带离本机，请自行加密(gpg -c 文件)。
  names, texts, photos and the ledger are plain. The file is 0600; encrypt it before it leaves the machine (gpg -c).
"""


class Command(BaseCommand):
    help = "备份数据库和附件，不影响正在使用的人 / backs up database and files while people work"
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, epilog=PROTECTION, formatter_class=argparse.RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help=f"文件或文件夹 / a file or a folder ({default_folder()})"
        )
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="只留最近 N 份 / keep only the last N")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] < 0:
            raise CommandError("--keep 应为正整数 / must be positive")
        try:
            made = make(options["file"], keep=options["keep"], say=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        size = made.path.stat().st_size / 1024**2
        rows = sum(made.manifest["rows"].values())
        self.stdout.write(f"已备份 / done: {made.path} ({size:.1f} MB)")
        self.stdout.write(f"  {rows} 行 / rows, {made.manifest['files']} 个附件 / files")
        for path in made.removed:
            self.stdout.write(f"  已删除旧备份 / removed: {path.name}")
        if made.missing:
            self.stderr.write(
                f"注意：{len(made.missing)} 个附件只有记录，磁盘上没有 / files that the database names are missing"
            )
