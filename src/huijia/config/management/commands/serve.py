"""`huijia serve`: the web server and the worker under one command."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from huijia.config.supervise import Child, Refused, Supervisor, answering, claim
from huijia.config.tls import certificate_for, names

THREADS = 8


class Command(BaseCommand):
    help = "启动网页服务与后台进程 / runs the web server and the worker"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--tls", action="store_true", help="HTTPS,自签证书 / with a certificate made here")
        parser.add_argument("--web-processes", type=int, default=0, help="SQLite: 1; PostgreSQL: one per core")
        parser.add_argument("--threads", type=int, default=THREADS)

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(serve(**{name: options[name] for name in ("host", "port", "tls", "web_processes", "threads")}))


def serve(
    *,
    host: str,
    port: int,
    tls: bool,
    web_processes: int = 0,
    threads: int = THREADS,
    ready: Callable[[], None] | None = None,
) -> int:
    """Supervises both processes until told to stop; gives the exit code.

    Raises:
        CommandError: the address cannot be used.
    """
    try:
        claim(host, port)
    except Refused as refused:
        raise CommandError(str(refused)) from None
    os.environ["PYTHONUNBUFFERED"] = "1"
    children = [
        Child("网页服务 / web", web_command(host, port, tls, web_processes or default_processes(), threads)),
        Child("后台进程 / worker", [sys.executable, "-m", "huijia.config.cli", "worker"]),
    ]
    return Supervisor(children, answering(host, port, tls), ready or (lambda: say_ready(host, port, tls))).run()


def default_processes() -> int:
    """SQLite has one writer, so one process with several threads; PostgreSQL one process per core, eight at most."""
    return 1 if connection.vendor == "sqlite" else min(os.cpu_count() or 1, 8)


def web_command(host: str, port: int, tls: bool, processes: int, threads: int) -> list[str]:
    command = [
        *(sys.executable, "-m", "granian", "huijia.config.wsgi:application", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", str(processes), "--blocking-threads", str(threads)),
        *("--backlog", "1024", "--workers-kill-timeout", "10", "--log-level", "warning"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
    ]
    if tls:
        pair = certificate_for(tls_folder(), names())
        # Older phones end at TLS 1.2.
        command += ["--ssl-certificate", str(pair.certificate), "--ssl-keyfile", str(pair.key)]
        command += ["--ssl-protocol-min", "tls1.2"]
    return command


def tls_folder() -> Path:
    """Beside the keys, outside `var/` and its backups."""
    return Path(settings.HUIJIA_KEY_FILE).parent / "tls"


def say_ready(host: str, port: int, tls: bool) -> None:
    print(f"汇家已就绪 / Huijia is ready: {'https' if tls else 'http'}://{host}:{port}/", flush=True)
