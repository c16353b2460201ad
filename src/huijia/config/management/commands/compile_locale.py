"""`huijia compile_locale`: compiles the English texts where they changed."""

from typing import Any

from django.core.management.base import BaseCommand

from huijia.config.locales import compile_all


class Command(BaseCommand):
    help = "编译英文界面文字 / compiles the English texts"
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_all():
            self.stdout.write(str(path))
