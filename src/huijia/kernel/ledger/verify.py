"""Recomputes the whole chain from the stored rows and says what does not fit."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from django.db.models import Exists, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from huijia.kernel.ledger import heads
from huijia.kernel.ledger.enums import ProblemCode
from huijia.kernel.ledger.leaves import GENESIS, canonical, head_of, leaf_of, personal_mac, root_of
from huijia.kernel.ledger.models import Entry, Gap, Seal, SealedEntry
from huijia.lib import clock

CHUNK = 5000
MOST_PROBLEMS = 1000
STALE_AFTER = timedelta(days=1)
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """`text` is a plain sentence; `position` and `entry_id` say where, if it is about one entry."""

    code: ProblemCode
    position: int | None
    entry_id: int | None
    text: str


@dataclass(slots=True)
class Report:
    """`sealed`, `unsealed`: numbers of entries. At most MOST_PROBLEMS problems are kept, `found` counts all."""

    sealed: int = 0
    unsealed: int = 0
    heads_checked: bool = False
    problems: list[Problem] = field(default_factory=list)
    found: Counter[ProblemCode] = field(default_factory=Counter)

    @property
    def ok(self) -> bool:
        return not self.found

    def add(self, code: ProblemCode, text: str, position: int | None = None, entry_id: int | None = None) -> None:
        self.found[code] += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(code, position, entry_id, text))


@dataclass(slots=True)
class _Line:
    """A sealed position, the leaf sealed there and, if its row is still there, the leaf the row has now."""

    position: int
    entry_id: int
    leaf: bytes
    now: bytes | None


def verify(progress: Progress | None = None) -> Report:
    """Checks every sealed entry, the chain of seals, the heads file, and what still waits for its seal.

    Reads in chunks, so that memory does not grow with the ledger, and up to the seal that is last when it begins, so
    that a sealer may work on meanwhile. `progress(n)` is told how many entries are done.
    """
    report = Report()
    shredded: set[int] = set()
    explained: set[int] = set()
    last = Seal.objects.order_by("number").last()
    if last:
        lines = _Lines(_stream(last.last_position, shredded, explained, progress))
        _check_seals(report, last.number, lines)
    _check_strays(report)
    _check_waiting(report, shredded, explained)
    for entry_id in sorted(shredded - explained):
        report.add(ProblemCode.SHREDDED, _("个人信息被清除，但没有清除记录"), None, entry_id)
    _check_heads(report)
    return report


class _Lines(Iterator[_Line]):
    """Sealed lines in order of position, with one to look ahead at."""

    def __init__(self, source: Iterator[_Line]) -> None:
        self.source = source
        self.ahead = next(source, None)

    def __next__(self) -> _Line:
        if self.ahead is None:
            raise StopIteration
        line, self.ahead = self.ahead, next(self.source, None)
        return line

    def upto(self, position: int) -> Iterator[_Line]:
        while self.ahead is not None and self.ahead.position <= position:
            yield next(self)


def _stream(
    upto: int, shredded: set[int], explained: set[int], progress: Progress | None
) -> Iterator[_Line]:
    source = SealedEntry.objects.filter(position__lte=upto).order_by("position")
    rows = source.values_list("position", "entry_id", "leaf").iterator(chunk_size=CHUNK)
    done = 0
    while chunk := list(islice(rows, CHUNK)):
        entries = Entry.objects.in_bulk([entry_id for _position, entry_id, _leaf in chunk])
        for position, entry_id, leaf in chunk:
            entry = entries.get(entry_id)
            if entry is not None:
                _note_shredding(entry, shredded, explained)
            yield _Line(position, entry_id, bytes(leaf), _leaf_now(entry) if entry else None)
        done += len(chunk)
        if progress:
            progress(done)


def _note_shredding(entry: Entry, shredded: set[int], explained: set[int]) -> None:
    if entry.is_shredded:
        shredded.add(entry.pk)
    if entry.kind == "ledger.shredded":
        explained.add(entry.subject_id)


def _leaf_now(entry: Entry) -> bytes:
    """The leaf the row would get today; a payload that its MAC does not cover gives a leaf of its own."""
    if entry.salt is not None or entry.personal is not None:
        mac = personal_mac(bytes(entry.salt or b""), canonical(entry.personal))
        if mac != bytes(entry.personal_mac or b""):
            return b"personal"
    return leaf_of(entry)


def _check_seals(report: Report, upto: int, lines: _Lines) -> None:
    head, number, position = GENESIS, 0, 0
    for seal in Seal.objects.filter(number__lte=upto).order_by("number").iterator(chunk_size=1000):
        follows = (seal.number, seal.first_position, bytes(seal.previous_head)) == (number + 1, position + 1, head)
        if not follows:
            report.add(ProblemCode.CHAIN, _("第 %s 批与前一批接不上") % seal.number)
        _check_batch(report, seal, list(lines.upto(seal.last_position)))
        number, position, head = seal.number, seal.last_position, bytes(seal.head)


def _check_strays(report: Report) -> None:
    """Numbered rows behind the last seal: the sealer never writes the ones without the other."""
    end = Subquery(Seal.objects.order_by("-number").values("last_position")[:1])
    for row in SealedEntry.objects.filter(position__gt=Coalesce(end, 0))[:MOST_PROBLEMS]:
        report.add(ProblemCode.EXTRA, _("封存编号 %s 不属于任何批次") % row.position, row.position, row.entry_id)


def _check_batch(report: Report, seal: Seal, batch: list[_Line]) -> None:
    """One seal against its lines, and each line against its row."""
    report.sealed += len(batch)
    there = {line.position for line in batch}
    absent = (place for place in range(seal.first_position, seal.last_position + 1) if place not in there)
    for position in islice(absent, MOST_PROBLEMS):
        report.add(ProblemCode.MISSING, _("封存编号 %s 不见了") % position, position)
    known = {line.leaf for line in batch}
    for line in batch:
        _check_line(report, line, known)
    root = root_of((line.entry_id, line.leaf) for line in batch) if batch else b""
    if root != bytes(seal.root) and len(there) == seal.last_position - seal.first_position + 1:
        report.add(ProblemCode.REORDERED, _("第 %s 批的内容或顺序与封存时不同") % seal.number)
    head = head_of(
        previous_head=bytes(seal.previous_head), number=seal.number, first=seal.first_position,
        last=seal.last_position, root=bytes(seal.root),
    )
    if head != bytes(seal.head):
        report.add(ProblemCode.CHAIN, _("第 %s 批的封印不对") % seal.number)


def _check_line(report: Report, line: _Line, known: set[bytes]) -> None:
    if line.now is None:
        report.add(ProblemCode.MISSING, _("第 %s 号记录不见了") % line.entry_id, line.position, line.entry_id)
    elif line.now != line.leaf:
        moved = line.now in known
        code = ProblemCode.REORDERED if moved else ProblemCode.CHANGED
        text = _("第 %s 号记录与别的记录换了位置") if moved else _("第 %s 号记录被改动过")
        report.add(code, text % line.entry_id, line.position, line.entry_id)


def _check_waiting(report: Report, shredded: set[int], explained: set[int]) -> None:
    """Entries without a seal: fine for a day, and only behind the sealer's cursor or inside a gap it remembers."""
    cursor = SealedEntry.objects.aggregate(last=Max("entry_id"))["last"] or 0
    sealed = SealedEntry.objects.filter(entry_id=OuterRef("pk"))
    gap = Gap.objects.filter(first_id__lte=OuterRef("pk"), last_id__gte=OuterRef("pk"))
    waiting = Entry.objects.filter(~Exists(sealed)).annotate(in_gap=Exists(gap)).order_by("pk")
    oldest = clock.now() - STALE_AFTER
    for entry in waiting.iterator(chunk_size=CHUNK):
        report.unsealed += 1
        _note_shredding(entry, shredded, explained)
        if entry.pk <= cursor and not entry.in_gap:
            report.add(ProblemCode.EXTRA, _("第 %s 号记录是事后插入的") % entry.pk, None, entry.pk)
        elif entry.recorded_at < oldest:
            report.add(ProblemCode.STALE, _("第 %s 号记录超过一天仍未封存") % entry.pk, None, entry.pk)
        elif _leaf_now(entry) != bytes(entry.leaf):
            report.add(ProblemCode.CHANGED, _("第 %s 号记录被改动过") % entry.pk, None, entry.pk)


def _check_heads(report: Report) -> None:
    """The lines outside the database against the seals inside: the only way to see a tail that was cut off."""
    source = heads.published()
    while chunk := list(islice(source, CHUNK)):
        report.heads_checked = True
        stored = {
            number: bytes(head)
            for number, head in Seal.objects.filter(number__in=[number for number, _head in chunk]).values_list(
                "number", "head"
            )
        }
        for number, head in chunk:
            if number not in stored:
                report.add(ProblemCode.CUT, _("封印文件中的第 %s 批在数据库中没有：尾部被截断") % number)
            elif stored[number] != head:
                report.add(ProblemCode.CUT, _("第 %s 批的封印与封印文件不同") % number)
