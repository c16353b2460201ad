import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from huijia.kernel.ledger import actions, queries
from huijia.kernel.ledger.queries import Report

SHOWN = 50


class Command(BaseCommand):
    """`ledger verify [--json]`: is anything changed, missing or cut off? `ledger seal`: seal all that waits."""

    help = "Verify or seal the append-only ledger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="recompute every seal; exit code 1 when something does not fit")
        verify.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
        verbs.add_parser("seal", help="seal everything that waits")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "seal":
            self._seal()
            return
        report = queries.verify()
        if options["json"]:
            self.stdout.write(json.dumps(_plain(report), ensure_ascii=False))
        else:
            self._say(report)
        if not report.ok:
            sys.exit(1)

    def _seal(self) -> None:
        total = 0
        while sealed := actions.seal_pending():
            total += sealed
        self.stdout.write(_("已封存 %s 条记录") % total)

    def _say(self, report: Report) -> None:
        counts = {"sealed": report.sealed, "unsealed": report.unsealed}
        self.stdout.write(_("已封存 %(sealed)s 条，待封存 %(unsealed)s 条") % counts)
        if not report.heads_checked and report.sealed:
            self.stdout.write(_("没有找到封印文件，无法判断尾部是否被截断"))
        for problem in report.problems[:SHOWN]:
            self.stdout.write(f"- {problem.code}: {problem.text}")
        found = sum(report.found.values())
        if found > SHOWN:
            self.stdout.write(_("还有 %s 处，用 --json 查看") % (found - SHOWN))
        self.stdout.write(_("操作日志完好") if report.ok else _("操作日志有 %s 处不符") % found)


def _plain(report: Report) -> dict[str, Any]:
    return {
        "ok": report.ok, "sealed": report.sealed, "unsealed": report.unsealed, "heads_checked": report.heads_checked,
        "found": dict(report.found), "problems": [asdict(problem) for problem in report.problems],
    }
