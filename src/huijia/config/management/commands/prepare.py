"""`huijia prepare`: what must be done before the first request; part of `huijia start`."""

from typing import Any

from django.core.management.base import BaseCommand

from huijia.config.prepare import prepare


class Command(BaseCommand):
    help = "数据库、演示、网页文件 / database, demo, pages' files; each only where it is not done"

    def handle(self, *args: Any, **options: Any) -> None:
        prepare()
