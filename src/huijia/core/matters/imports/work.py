"""Reading a file row by row: the check that changes nothing, and the import that saves 500 rows at a time."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.core.matters.actions import history
from huijia.core.matters.actions.register import content_hash
from huijia.core.matters.enums import Source
from huijia.core.matters.imports.jobs import SUBJECT
from huijia.core.matters.imports.layouts import HEADERS, guess_category
from huijia.core.matters.imports.rows import Good, Plan, Wrong, read_all
from huijia.core.matters.models import Category, ImportJob, ImportState, Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import shelf
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.lib.spreadsheet import SpreadsheetError, read_table
from huijia.lib.sqlite_queue import statistics

logger = logging.getLogger(__name__)

CHUNK = 500
ERRORS_KEPT = 1000
LABELS_KEPT = 60
SAMPLES = 3

Told = Callable[[ImportJob], None]
Chunk = list[tuple[int, Good | Wrong]]


class Overtaken(Exception):
    """Another worker saved this chunk first."""


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


def _plan(job: ImportJob) -> Plan:
    by_id = {category.pk: category for category in Category.objects.of(job.community_id)}
    words = {label: by_id.get(pk) for label, pk in job.mapping["categories"].items() if pk is not None}
    return Plan(job.community, Source(job.source), job.mapping["columns"], words)


def _chunks(job: ImportJob, plan: Plan, after: int = 0) -> Iterator[Chunk]:
    rows = read_all(read_table(shelf.path_of(job.file.sha256), expected=HEADERS).rows, plan, after)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


@dataclass
class Sorted:
    """A chunk, told apart: rows to save, how many are there already, and those left out."""

    fresh: list[Good] = field(default_factory=list)
    doubled: int = 0
    wrong: list[Wrong] = field(default_factory=list)


def _sorted(job: ImportJob, plan: Plan, chunk: Chunk) -> Sorted:
    good = [(number, row) for number, row in chunk if isinstance(row, Good)]
    uuids = [row.draft.uuid for _number, row in good]
    there = dict(Matter.objects.of(job.community_id).filter(uuid__in=uuids).values_list("uuid", "draft_hash"))
    found = Sorted(wrong=[row for _number, row in chunk if isinstance(row, Wrong)])
    for number, row in good:
        own = content_hash(row.draft)
        if row.draft.uuid not in there:
            there[row.draft.uuid] = own
            found.fresh.append(row)
        elif there[row.draft.uuid] == own:
            found.doubled += 1
        else:
            message = _("这个编号已用于另一件事，内容不同；原来的没有改动")
            found.wrong.append(Wrong(number, plan.columns.get("number", ""), message, row.draft.external_number))
    found.wrong.sort(key=lambda wrong: wrong.row)
    return found


def _check(job: ImportJob, told: Told | None) -> None:
    """Reads every row and saves none: how many can go in, which cannot and why, and which category words there are."""
    plan = _plan(job)
    labels: Counter[str] = Counter()
    total = doubled = failed = answered = 0
    errors: list[list[object]] = []
    samples: list[dict[str, str]] = []
    for chunk in _chunks(job, plan):
        found = _sorted(job, plan, chunk)
        total += len(chunk)
        doubled, failed = doubled + found.doubled, failed + len(found.wrong)
        answered += sum(bool(row.answer) for row in found.fresh)
        errors += [wrong.as_list() for wrong in found.wrong[: ERRORS_KEPT - len(errors)]]
        samples += [_sample(row) for row in found.fresh[: SAMPLES - len(samples)]]
        labels.update(row.label for _number, row in chunk if isinstance(row, Good) and row.label)
        if not _mine(job).filter(state=ImportState.CHECKING).update(done=total):
            raise Overtaken
        if told is not None:
            job.done = total
            told(job)
    kept = dict(labels.most_common(LABELS_KEPT))
    _mine(job).filter(state=ImportState.CHECKING).update(
        state=ImportState.READY, total=total, done=0, doubled=doubled, failed=failed, with_answer=answered,
        errors=errors, samples=samples, labels=kept, mapping={**job.mapping, "categories": _guessed(job, kept)},
        problem="" if total else _("表头下面没有数据"),
    )


def _guessed(job: ImportJob, labels: dict[str, int]) -> dict[str, int | None]:
    chosen = job.mapping["categories"]
    categories = list(Category.objects.of(job.community_id).filter(is_active=True).order_by("code"))
    return {label: chosen[label] if label in chosen else guess_category(label, categories) for label in labels}


def _sample(row: Good) -> dict[str, str]:
    return {
        "received": f"{clock.local(row.received_at):%Y-%m-%d %H:%M}", "title": row.draft.title,
        "text": row.draft.text[:80], "category": row.label, "answer": row.answer[:80],
    }


def _run(job: ImportJob, told: Told | None) -> None:
    by = _access(job)
    plan = _plan(job)
    for chunk in _chunks(job, plan, after=job.cursor):
        _save(job, plan, chunk, by)
        if told is not None:
            told(job)
    with transaction.atomic():
        ended = _mine(job).filter(state=ImportState.RUNNING, cursor=job.cursor)
        if ended.update(state=ImportState.DONE, ended_at=clock.now(), samples=[]):
            ledger.record(
                "matters.import_done", subject=(SUBJECT, job.pk), by=by.actor(),
                community_id=job.community_id,
                data={"added": job.added, "doubled": job.doubled, "failed": job.failed},
            )
    statistics.refresh()


def _save(job: ImportJob, plan: Plan, chunk: Chunk, by: Access) -> None:
    """One chunk: its rows and the job's place in the file in the same transaction."""
    with transaction.atomic():
        found = _sorted(job, plan, chunk)
        added = history.record_history(found.fresh, by=by) if found.fresh else 0
        wrong = [each.as_list() for each in found.wrong]
        changes = {
            "cursor": chunk[-1][0], "done": job.done + len(chunk), "added": job.added + added,
            "doubled": job.doubled + found.doubled + len(found.fresh) - added, "failed": job.failed + len(wrong),
            "errors": (job.errors + wrong)[:ERRORS_KEPT],
        }
        if not _mine(job).filter(state=ImportState.RUNNING, cursor=job.cursor).update(**changes):
            raise Overtaken
    for name, value in changes.items():
        setattr(job, name, value)


def _access(job: ImportJob) -> Access:
    """The rights of who started it, as they are now; of the system for a command."""
    if job.created_by_id is None:
        return Access.system(job.community, label=job.created_label)
    return Access.of_user(User.objects.get(pk=job.created_by_id), job.community)
