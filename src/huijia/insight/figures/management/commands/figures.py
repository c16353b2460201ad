"""`huijia figures`: every figure with numerator, denominator and the SQL that gives the same number by hand."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from huijia.insight.figures import period
from huijia.insight.figures.catalogue import Line, compute_all
from huijia.insight.figures.period import Period, Scope
from huijia.kernel.communities.models import Community
from huijia.kernel.communities.queries import live
from huijia.lib import clock


class Command(BaseCommand):
    help = (
        "重新计算各项指标，默认今年至今 / recomputes every figure, this year by default. --json: 一个列表，每项 "
        "{key, value, numerator, denominator, unit, from, to, recount}；多个社区时另有 community / a list of objects, "
        "with `community` added where there are several"
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--community", default="", metavar="SLUG", help="只算一个社区 / one community only")
        parser.add_argument("--from", dest="first", type=_day, metavar="2026-01-01", help="首日 / first day")
        parser.add_argument("--to", dest="last", type=_day, metavar="2026-03-31", help="末日 / last day, included")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        communities = _wanted(options["community"])
        chosen = _period(options["first"], options["last"])
        moment = clock.now()
        with translation.override("zh-hans"):
            found = [
                _as_data(line, scope, several=len(communities) > 1)
                for scope in (Scope(community, chosen, moment) for community in communities)
                for line in compute_all(scope)
            ]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for line in found:
            whole = "" if line["denominator"] is None else f" ({line['numerator']} / {line['denominator']})"
            value = "-" if line["value"] is None else line["value"]
            span = f"{line['from']} – {line['to']}" if line["from"] else line["to"]
            where = f"{line['community']}  " if "community" in line else ""
            self.stdout.write(f"{where}{line['key']:24} {value}{line['unit']}{whole}  {span}")


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _wanted(slug: str) -> list[Community]:
    rows = list(live().order_by("slug"))
    if slug:
        chosen = [community for community in rows if community.slug == slug]
        if not chosen:
            known = ", ".join(community.slug for community in rows)
            raise CommandError(f"没有这个社区 / no such community: {slug} ({known})")
        return chosen
    if not rows:
        raise CommandError("还没有社区 / there is no community yet")
    return rows


def _period(first: date | None, last: date | None) -> Period:
    standard = period.this_year(last or clock.today())
    chosen = Period(first or standard.first, standard.last)
    if chosen.last < chosen.first:
        raise CommandError("--to 早于 --from / is before --from")
    return chosen


def _as_data(line: Line, scope: Scope, *, several: bool) -> dict[str, Any]:
    value = line.value
    data: dict[str, Any] = {"community": scope.community.slug} if several else {}
    return data | {
        "key": line.figure.key, "value": value.value, "numerator": value.numerator, "denominator": value.denominator,
        "unit": str(line.figure.unit), "from": value.first.isoformat() if value.first else None,
        "to": value.last.isoformat(), "recount": line.figure.recount(scope),
    }
