"""`huijia prepare`: what must be done before the first request; part of `huijia start`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from huijia.config.prepare import prepare, prepare_files


class Command(BaseCommand):
    help = "数据库、演示、网页文件 / database, demo, pages' files; each only where it is not done"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--files", action="store_true", help="只准备网页文件 / only the pages' files")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["files"]:
            prepare_files()
        else:
            prepare()
