"""A resident's report from a door: POST with CSRF, allowances, double-send guard, ledger entry and outbox row."""

import os
import re
import time
from pathlib import Path
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench import load
from bench.lines import Printer, say
from bench.server import Server, Used
from bench.statements import counted
from huijia.core.matters.models import Matter
from huijia.core.places.models import DoorPlate
from huijia.kernel.accounts.access import Access

FIGURES = (
    "report_post_per_second", "report_post_p95_ms", "report_post_p99_ms", "report_post_max_ms", "report_post_cpu_ms",
    "report_post_statements", "report_post_commits",
)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def measure(printer: Printer, server: Server, by: Access, seconds: int) -> None:
    doors = [
        reverse("portal:door_report", args=[token])
        for token in DoorPlate.objects.of(by.community).values_list("token", flat=True)
    ]
    rows = Matter.objects.everywhere().count()
    _statements(printer, doors[0], rows)
    for clients in (1, 8):
        _load(printer, server, doors, clients, seconds, rows)


def _statements(printer: Printer, door: str, rows: int) -> None:
    """Behind a first one, which fills what is kept for some seconds."""
    client = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
    token = _token(client, door)
    for _again in range(2):
        form = {"csrfmiddlewaretoken": token, "uuid": str(uuid4()), "nature": "help", "text": "路灯不亮", "phone": ""}
        found = counted(lambda form=form: client.post(door, form))  # type: ignore[misc]
    if os.environ.get("HUIJIA_BENCH_SHOW"):
        say("\n".join(text[:200] for text in found.texts))
    printer.line("report_post_statements", found.statements, "statements", rows=rows, begin_and_commit=found.control)
    printer.line("report_post_commits", found.commits, "commits", rows=rows)


def _token(client: Client, door: str) -> str:
    found = TOKEN.search(client.get(door).content.decode())
    assert found is not None, "the form has no CSRF token"
    return found[1]


def _load(printer: Printer, server: Server, doors: list[str], clients: int, seconds: int, rows: int) -> None:
    client = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
    token = _token(client, doors[0])
    listed = Path(os.environ["HUIJIA_VAR"]) / "doors.txt"
    listed.write_text("\n".join(doors))
    cookie = client.cookies["csrftoken"].value
    arguments = (listed, cookie, token)
    load.measured(server.base, "report.lua", _arguments(*arguments), clients=clients, seconds=load.WARM_UP)
    time.sleep(0.3)
    before, there = server.used(_backends()), Matter.objects.everywhere().count()
    result = load.measured(server.base, "report.lua", _arguments(*arguments), clients=clients, seconds=seconds)
    time.sleep(0.3)
    used, made = server.used(_backends()) - before, Matter.objects.everywhere().count() - there
    # wrk hangs up on what is under way when its time is over: these became matters too.
    if result.wrong or not result.requests <= made <= result.requests + clients:
        say(f"{printer.database}: {result.wrong} wrong answers, {result.requests} answered, {made} matters")
    more = {"wrong": result.wrong, "matters": made}
    printer.line("report_post_per_second", result.per_second, "1/s", clients=clients, rows=rows, **more)
    for figure, value in (("p95", result.p95), ("p99", result.p99), ("max", result.most)):
        printer.line(f"report_post_{figure}_ms", value, "ms", clients=clients, rows=rows)
    _cpu(printer, used, made, clients, rows)


def _cpu(printer: Printer, used: Used, made: int, clients: int, rows: int) -> None:
    """The web processes' share is the figure: it hardly depends on what else the machine is doing."""
    each = {name: round(value * 1000 / max(made, 1), 2) for name, value in vars(used).items()}
    printer.line(
        "report_post_cpu_ms", each["web"], "ms", clients=clients, rows=rows, database_ms=each["database"],
        worker_ms=each["worker"],
    )


def _arguments(doors: Path, cookie: str, token: str) -> list[str]:
    return [str(doors), cookie, token, load.seed()]


def _backends() -> list[int]:
    """PostgreSQL's processes for this database."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return [row[0] for row in cursor.fetchall()]
