"""How many statements and commits one request costs, counted in this process through all of the middleware."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Count:
    """`statements` without BEGIN, COMMIT and savepoints, which `control` counts; `commits` of transactions."""

    statements: int
    control: int
    commits: int
    texts: tuple[str, ...]


def counted(work: Callable[[], object]) -> Count:
    with CaptureQueriesContext(connection) as captured:
        work()
    texts = tuple(str(query["sql"]) for query in captured.captured_queries)
    control = [text for text in texts if text.upper().startswith(_CONTROL)]
    commits = sum(text.upper().startswith("COMMIT") for text in control)
    return Count(len(texts) - len(control), len(control), commits, texts)
