"""`python -m bench [FIGURE …]`: each database in a process of its own, since the settings are read once."""

import argparse
import os
import subprocess
import sys
from importlib.util import find_spec

from bench.lines import FIGURES, say
from bench.load import need_wrk
from bench.places import DATABASES, scratch

BACKUP = "bench.backup"


def main() -> int:
    options = _options()
    wanted = [figure for figure in (*options.figures, *os.environ.get("FIGURE", "").split()) if figure]
    own = [figure for figure in wanted if figure in FIGURES]
    if own or not wanted:
        need_wrk()
    code = 0
    for database in options.database or DATABASES:
        if own or not wanted:
            code |= _measure(database, own, options)
    if find_spec(BACKUP) is not None and (not wanted or len(own) < len(wanted)):
        code |= subprocess.run([sys.executable, "-m", BACKUP, *set(wanted) - set(own)], check=False).returncode
    elif len(own) < len(wanted):
        say(f"没有这个数字 / no such figure: {', '.join(set(wanted) - set(own))}\n{' '.join(FIGURES)}")
        code = 2
    return code


def _options() -> argparse.Namespace:
    rows = int(os.environ.get("ROWS") or os.environ.get("HUIJIA_BENCH_ROWS") or 100_000)
    parser = argparse.ArgumentParser(prog="python -m bench", description="measures Huijia; one JSON line per figure")
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=" ".join(FIGURES))
    parser.add_argument("--database", action="append", choices=DATABASES, help="both, unless one is named")
    parser.add_argument("--rows", type=int, default=rows, help="how many matters there are (ROWS, HUIJIA_BENCH_ROWS)")
    parser.add_argument("--seconds", type=int, default=int(os.environ.get("HUIJIA_BENCH_SECONDS") or 6))
    parser.add_argument("--keep", default="", metavar="NAME", help="keep the filled database for the next run")
    parser.add_argument("--each", action="store_true", help="lists and searches one address at a time, on stderr")
    return parser.parse_args()


def _measure(database: str, figures: list[str], options: argparse.Namespace) -> int:
    """A database that cannot be reached is said, and the others are measured all the same."""
    command = [
        sys.executable, "-m", "bench.session", database, str(options.rows), str(options.seconds),
        "each" if options.each else "", *figures,
    ]
    try:
        with scratch(database, kept=options.keep) as variables:
            return subprocess.run(command, env=variables, check=False).returncode
    except OSError as error:
        say(f"{database}: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
