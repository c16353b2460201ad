"""`huijia tick`: runs the clocks once and says what they did."""

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "走一次时钟：到期、提醒、升级 / runs the clocks once"

    def handle(self, *args: Any, **options: Any) -> None:
        from huijia.core.directives.actions import remind_due
        from huijia.core.matters.actions import tick
        from huijia.core.signup.actions import tick as tick_signups
        from huijia.serve.counter.actions import tick as openings
        from huijia.serve.home_orders.actions import tick as remind
        from huijia.serve.inspections.actions import tick as hazards_due
        from huijia.serve.rides.actions import tick as ask_after
        from huijia.serve.station.actions import tick as programmes
        from huijia.serve.visits.actions import tick as end_walks

        done = tick()
        reminded = remind()
        not_back = ask_after()
        signups = tick_signups()
        walks = end_walks()
        overdue = hazards_due()
        opened = openings()
        planned = programmes()
        remind_due()
        self.stdout.write(
            f"将到期 / warned: {done.warned}  超时 / overdue: {done.overdue}  升级 / escalated: {done.escalated}"
            f"  上门提醒 / visits reminded: {reminded}  接送没回 / cars not back: {not_back}"
            f"  自动收工 / walks ended: {walks}  隐患过期 / hazards overdue: {overdue}"
            f"  窗口开放 / counter openings: {opened}"
            f"  实践站场次 / station occasions: {planned}"
            f"  递补过时 / offers lapsed: {signups.lapsed}  活动提醒 / reminded: {signups.reminded}"
        )
