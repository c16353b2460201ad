"""`huijia tick`: runs the clocks once and says what they did."""

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "走一次时钟：到期、提醒、升级 / runs the clocks once"

    def handle(self, *args: Any, **options: Any) -> None:
        from huijia.core.matters.actions import tick

        done = tick()
        self.stdout.write(
            f"将到期 / warned: {done.warned}  超时 / overdue: {done.overdue}  升级 / escalated: {done.escalated}"
        )
