"""One JSON line per figure."""

import json
import sys
from collections.abc import Collection
from dataclasses import dataclass

FIGURES = (
    "bare_commits_per_second", "bare_view_per_second", "bare_view_cpu_ms",
    "report_post_per_second", "report_post_p95_ms", "report_post_p99_ms", "report_post_max_ms", "report_post_cpu_ms",
    "report_post_statements", "report_post_commits",
    "list_p50_ms", "list_p95_ms", "list_statements", "search_p95_ms",
    "overbooked_seats", "signup_per_second", "bookings_per_second", "booking_p95_ms",
    "import_rows_per_second", "roster_rows_per_second", "worker_peak_mb",
)


@dataclass(frozen=True)
class Printer:
    """Prints the figures that are wanted; all of them where `wanted` is empty."""

    database: str
    wanted: Collection[str] = ()

    def wants(self, *figures: str) -> bool:
        return not self.wanted or any(figure in self.wanted for figure in figures)

    def line(self, figure: str, value: float, unit: str, *, rows: int, clients: int = 1, **more: object) -> None:
        """`more` says what the fixed fields cannot, such as the parts of a sum."""
        if self.wants(figure):
            shown = {
                "figure": figure, "database": self.database, "clients": clients, "rows": rows,
                "value": round(value, 1), "unit": unit, **more,
            }
            print(json.dumps(shown, ensure_ascii=False), flush=True)


def say(text: str) -> None:
    """What is going on, beside the figures."""
    print(text, file=sys.stderr, flush=True)
