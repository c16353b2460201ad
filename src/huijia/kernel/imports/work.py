"""Reading a file row by row: the check that changes nothing, and the import that saves a chunk at a time."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.imports.actions import SUBJECT, allow
from huijia.kernel.imports.enums import Choice, ImportState
from huijia.kernel.imports.importers import Change, Differs, Fault, Importer, Read, RowRefused, Sorted, of
from huijia.kernel.imports.models import Difference, ImportJob
from huijia.kernel.imports.reading import lines_of
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock, crypto, masks
from huijia.lib.spreadsheet import SpreadsheetError
from huijia.lib.sqlite_queue import statistics

logger = logging.getLogger(__name__)

ERRORS_KEPT = 1000
LABELS_KEPT = 60
SAMPLES = 3
SHOWN = 40

Told = Callable[[ImportJob], None]


class Overtaken(Exception):
    """Another worker saved this chunk first."""


@dataclass
class Chunk:
    """Rows that were read together; `last` is the place of the last of them, also of those that say nothing."""

    last: int = 0
    good: list[Read] = field(default_factory=list)
    wrong: list[tuple[Read, Fault]] = field(default_factory=list)
    refused: int = 0

    @property
    def rows(self) -> int:
        return len(self.good) + self.refused


def work(job_id: int, told: Told | None = None) -> None:
    """Checks or imports, as the job's state says, to the end of the file. `told` hears of each saved chunk.

    A file that cannot be read, or a right that was lost, breaks the job off with a sentence; any other error does so
    too and is raised again. Run again, it goes on behind the last saved row.
    """
    job = ImportJob.objects.everywhere().select_related("file", "community").get(pk=job_id)
    try:
        if job.state == ImportState.CHECKING:
            _check(job, told)
        elif job.state == ImportState.RUNNING:
            _run(job, told)
    except Overtaken:
        logger.warning("import %s is worked on elsewhere", job.pk)
    except (SpreadsheetError, Refusal) as error:
        _break(job, str(error))
    except FileNotFoundError:
        _break(job, _("上传的文件不在了，请重新上传"))
    except Exception:
        _break(job, _("导入中断了；已导入的都在，按“接着导入”从断的地方继续"))
        raise


def _break(job: ImportJob, problem: str) -> None:
    mine = _mine(job).filter(state__in=(ImportState.CHECKING, ImportState.RUNNING))
    mine.update(state=ImportState.BROKEN, problem=problem[:300])


def _mine(job: ImportJob) -> Any:
    return ImportJob.objects.of(job.community_id).filter(pk=job.pk)


def _chunks(job: ImportJob, importer: Importer, plan: Any, after: int = 0) -> Iterator[Chunk]:
    lines = lines_of(job, after)
    while batch := list(islice(lines, importer.chunk)):
        chunk = Chunk(last=batch[-1].place)
        for line in batch:
            read = Read(line.place, line.row.number, line.sheet, None)
            try:
                good = importer.read(line.row, plan, line.sheet)
            except RowRefused as refused:
                chunk.refused += 1
                chunk.wrong += [(read, fault) for fault in refused.faults]
                continue
            if good is not None:
                chunk.good.append(Read(line.place, line.row.number, line.sheet, good))
        yield chunk


def _faults(job: ImportJob, found: Sorted, chunk: Chunk) -> list[list[object]]:
    """`[row number, column, message, what stood there]`, with the sheet behind it where there are several."""
    columns = job.mapping["columns"]
    # Whole numbers of a roster stand in the roster only, sealed.
    shown = masks.mask_in_text if of(job).is_personal else str
    wrong = sorted([*chunk.wrong, *found.wrong], key=lambda each: each[0].place)
    return [
        [
            read.row, columns.get(fault.key, ""), fault.message, shown(fault.value)[:SHOWN],
            *([read.sheet] if read.sheet else []),
        ]
        for read, fault in wrong
    ]


def _failed(found: Sorted, chunk: Chunk) -> int:
    return chunk.refused + len({read.place for read, _fault in found.wrong})


@dataclass
class Checked:
    """What the check has found so far."""

    total: int = 0
    doubled: int = 0
    failed: int = 0
    differing: int = 0
    errors: list[list[object]] = field(default_factory=list)
    samples: list[dict[str, str]] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)

    def add(self, job: ImportJob, importer: Importer, chunk: Chunk, found: Sorted) -> None:
        self.total += chunk.rows
        self.doubled += found.doubled
        self.failed += _failed(found, chunk)
        self.differing += len(found.differs)
        self.errors += _faults(job, found, chunk)[: ERRORS_KEPT - len(self.errors)]
        self.samples += [importer.sample(good) for good in found.fresh[: SAMPLES - len(self.samples)]]
        self.labels.update(word for read in chunk.good if (word := importer.word_of(read.good)))
        self.figures.update(found.figures)


def _check(job: ImportJob, told: Told | None) -> None:
    """Reads every row and saves none: how many are new, there already, different or wrong, and why."""
    importer = of(job)
    plan = importer.plan(job)
    sums = Checked()
    Difference.objects.of(job.community_id).filter(job=job).delete()
    for chunk in _chunks(job, importer, plan):
        found = importer.sort(chunk.good, plan)
        sums.add(job, importer, chunk, found)
        with transaction.atomic():
            if not _mine(job).filter(state=ImportState.CHECKING).update(done=sums.total):
                raise Overtaken
            _keep_differences(job, found.differs)
        if told is not None:
            job.done = sums.total
            told(job)
    labels = dict(sums.labels.most_common(LABELS_KEPT))
    _mine(job).filter(state=ImportState.CHECKING).update(
        state=ImportState.READY, total=sums.total, done=0, doubled=sums.doubled, failed=sums.failed,
        differing=sums.differing, errors=sums.errors, samples=sums.samples, labels=labels, figures=dict(sums.figures),
        mapping={**job.mapping, "words": _guessed(job, importer, labels)},
        problem="" if sums.total else _("表头下面没有数据"),
    )


def _keep_differences(job: ImportJob, differs: Sequence[Differs]) -> None:
    """Another worker that checks the same file finds the same; what is there already stays."""
    Difference.objects.bulk_create(
        [
            Difference(
                community_id=job.community_id, job=job, place=each.read.place, row=each.read.row,
                sheet=each.read.sheet[:40], is_filling=each.is_filling,
                sealed=crypto.seal(json.dumps({"title": each.title, "rows": each.rows}, ensure_ascii=False)),
            )
            for each in differs
        ],
        ignore_conflicts=True, batch_size=200,
    )


def _guessed(job: ImportJob, importer: Importer, labels: dict[str, int]) -> dict[str, int | None]:
    chosen = job.mapping["words"]
    guessed = importer.guess_words([word for word in labels if word not in chosen], job.community)
    return {word: chosen[word] if word in chosen else guessed.get(word) for word in labels}


def _run(job: ImportJob, told: Told | None) -> None:
    importer = of(job)
    by = _access(job)
    allow(importer, by)
    plan = importer.plan(job)
    for chunk in _chunks(job, importer, plan, after=job.cursor):
        _save(job, importer, plan, chunk, by)
        if told is not None:
            told(job)
    with transaction.atomic():
        ended = _mine(job).filter(state=ImportState.RUNNING, cursor=job.cursor)
        if ended.update(state=ImportState.DONE, ended_at=clock.now(), samples=[]):
            Difference.objects.of(job.community_id).filter(job=job).delete()
            ledger.record(
                "imports.done", subject=(SUBJECT, job.pk), by=by.actor(), community_id=job.community_id,
                data={
                    "kind": job.kind, "added": job.added, "changed": job.changed, "doubled": job.doubled,
                    "failed": job.failed,
                },
            )
    statistics.refresh()


def _save(job: ImportJob, importer: Importer, plan: Any, chunk: Chunk, by: Access) -> None:
    """One chunk: its rows and the job's place in the file in the same transaction."""
    with transaction.atomic():
        # First of all the job's own row, so that of two workers the second waits and then sees that it came late.
        if not _mine(job).filter(state=ImportState.RUNNING, cursor=job.cursor).update(cursor=chunk.last):
            raise Overtaken
        importer.lock(plan)
        found = importer.sort(chunk.good, plan)
        saved = importer.save(found.fresh, _choices(job, found.differs), plan, by=by)
        found.wrong += saved.wrong
        wrong = _faults(job, found, chunk)
        same = len(found.fresh) - saved.added + max(0, len(found.differs) - saved.changed - len(saved.wrong))
        changes = {
            "done": job.done + chunk.rows, "added": job.added + saved.added, "changed": job.changed + saved.changed,
            "doubled": job.doubled + found.doubled + same, "failed": job.failed + _failed(found, chunk),
            "errors": (job.errors + wrong)[:ERRORS_KEPT],
        }
        _mine(job).update(**changes)
    for name, value in {**changes, "cursor": chunk.last}.items():
        setattr(job, name, value)


def _choices(job: ImportJob, differs: Sequence[Differs]) -> list[Change]:
    if not differs:
        return []
    rows = Difference.objects.of(job.community_id).filter(job=job, place__in=[each.read.place for each in differs])
    own = dict(rows.exclude(choice="").values_list("place", "choice"))
    return [Change(each.read, each.good, Choice(own.get(each.read.place, job.choice))) for each in differs]


def _access(job: ImportJob) -> Access:
    """The rights of who started it, as they are now; of the system for a command."""
    if job.created_by_id is None:
        return Access.system(job.community, label=job.created_label)
    return Access.of_user(User.objects.get(pk=job.created_by_id), job.community)
