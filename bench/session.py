"""All figures of one database; runs in the scratch installation's environment."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django


def main(arguments: Sequence[str]) -> None:
    database, rows, seconds, each, *figures = arguments
    django.setup()

    from bench import bare, commits, imports, pages, posts, rosters, seats, town
    from bench.lines import Printer, say
    from bench.server import served
    from huijia.config.prepare import prepare
    from huijia.core.matters.models import Matter

    printer = Printer(database, figures)
    if printer.wants("bare_commits_per_second"):
        commits.measure(printer, Path(os.environ["HUIJIA_VAR"]), int(seconds))
    if printer.wants(*bare.FIGURES):
        bare.measure(printer, int(seconds))
    others = (*posts.FIGURES, *pages.FIGURES, *imports.FIGURES, "worker_peak_mb")
    if printer.wants(*rosters.FIGURES):
        prepare()
        rosters.measure(printer)
    if printer.wants(*seats.FIGURES):
        prepare()
        seats.measure(printer, town.settle("bench", 1), int(seconds))
    if not printer.wants(*others):
        return
    prepare()
    say(f"{database}: {int(rows):,} 事项 / matters")
    by = town.fill(int(rows))
    if printer.wants(*imports.FIGURES):
        imports.measure(printer)
    with served() as server:
        if printer.wants(*pages.FIGURES, "worker_peak_mb"):
            pages.measure(printer, server, by, int(seconds), each=bool(each))
        if printer.wants(*posts.FIGURES, "worker_peak_mb"):
            posts.measure(printer, server, by, int(seconds))
        printer.line("worker_peak_mb", server.peak_mb(), "MiB", clients=8, rows=Matter.objects.everywhere().count())


if __name__ == "__main__":
    main(sys.argv[1:])
