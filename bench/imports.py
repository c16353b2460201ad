"""`huijia import matters` on real spreadsheets, or on a made-up one where there are none."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from django.core.files import File

from bench import texts
from bench.lines import Printer, say
from bench.town import settle
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.imports import actions as imports
from huijia.kernel.imports.enums import ImportState
from huijia.kernel.imports.models import ImportJob
from huijia.kernel.imports.work import work

FIGURES = ("import_rows_per_second",)
FILES = ("messages.xlsx", "messages_with_replies.xlsx")
MADE_UP_ROWS = 10_000


def measure(printer: Printer) -> None:
    """Each into a community of its own, so that no row is there already; its dry run is timed apart."""
    for number, path in enumerate(_files(), start=3):
        by = settle(f"bench-import-{number}-{time.time_ns()}", 1000 + time.time_ns() // 1000 % 8000)
        before = Matter.objects.everywhere().count()
        with path.open("rb") as stream:
            job, check = timed(partial(_checked, File(stream, name=path.name), by))
        job, took = timed(partial(_imported, job, by))
        if job.state != ImportState.DONE:
            say(f"{path.name}: {job.problem}")
            continue
        printer.line(
            "import_rows_per_second", job.done / took.wall, "1/s", rows=before, file=path.name, imported=job.added,
            left_out=job.failed + job.doubled, cpu_ms_per_row=round(took.cpu * 1000 / job.done, 2),
            check_seconds=round(check.wall, 1),
        )


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and of this process's CPU."""

    wall: float
    cpu: float


def timed(work: Callable[[], ImportJob]) -> tuple[ImportJob, Took]:
    wall, cpu = time.perf_counter(), time.process_time()
    job = work()
    return job, Took(time.perf_counter() - wall, time.process_time() - cpu)


def _checked(upload: "File[bytes]", by: Access) -> ImportJob:
    """The dry run: reads every row and saves none."""
    job = imports.open_job(upload, kind="matters", by=by, queued=False)
    work(job.pk)
    job.refresh_from_db()
    return job


def _imported(job: ImportJob, by: Access) -> ImportJob:
    if job.state == ImportState.READY:
        imports.start(job, by=by, queued=False)
        work(job.pk)
        job.refresh_from_db()
    return job


def _files() -> list[Path]:
    folder = Path(os.environ.get("HUIJIA_DATA") or "../shared/data")
    return [folder / name for name in FILES if (folder / name).exists()] or [_made_up()]


def _made_up() -> Path:
    """A CSV as a hotline hands it out."""
    random = Random(7)
    path = Path(os.environ["HUIJIA_VAR"]) / "made_up.csv"
    lines = ["留言编号,留言主题,留言时间,留言详情,一级标签"]
    for number in range(MADE_UP_ROWS):
        text = texts.message(random).replace(",", ",")
        day = f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        lines.append(f"{number + 1},{text[:20]},{day} 10:00:00,{text}，城乡建设")
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path
