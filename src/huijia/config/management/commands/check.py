"""`huijia check`: Django's own checks, then whether this installation is healthy."""

from typing import Any

from django.core.management.base import CommandError, SystemCheckError
from django.core.management.commands.check import Command as DjangoCheck

from huijia.config.health import PROBES, Level

MARKS = {Level.GOOD: "✓", Level.NOTE: "!", Level.BAD: "✗"}


class Command(DjangoCheck):
    help = "检查这台机器上的系统是否健康 / says whether this installation is healthy"

    def handle(self, *app_labels: list[str], **options: Any) -> None:
        if app_labels or options["tags"] or options["list_tags"]:
            super().handle(*app_labels, **options)
            return
        levels: list[Level] = []
        try:
            super().handle(*app_labels, **options)
        except SystemCheckError as error:
            self.stderr.write(str(error))
            levels.append(Level.BAD)
        for probe in PROBES:
            for level, line in probe():
                levels.append(level)
                self.stdout.write(f"{MARKS[level]} {line}")
        if Level.BAD in levels:
            raise CommandError(f"{levels.count(Level.BAD)} 项不正常 / not in order", returncode=1)
