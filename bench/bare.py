"""`bare_view_per_second`: the yardstick of `bare_view` under the same load, so that two machines can be compared."""

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

from bench import load
from bench.lines import Printer
from bench.server import Server, free_port, wait_for
from huijia.config import serving

FIGURES = ("bare_view_per_second", "bare_view_cpu_ms")


def measure(printer: Printer, seconds: int) -> None:
    port = free_port()
    options = serving.parse("serve", "", ["--port", str(port)])
    command = ["bench.bare_view:application" if "wsgi:" in word else word for word in serving.web_command(options)]
    tables = "from bench import bare_view; bare_view.make_tables()"
    subprocess.run([sys.executable, "-c", tables], env=_own(), check=True)
    process = subprocess.Popen(command, env=_own(), stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/d/1/report/", process)
        server = Server(os.getpid(), port)
        for clients in (1, 8):
            _load(printer, server, clients, seconds)
    finally:
        process.terminate()
        process.wait(20)


def _own() -> dict[str, str]:
    """Without the product's settings; SQLite in a file of its own."""
    variables = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    if not variables["DATABASE_URL"]:
        variables["DATABASE_URL"] = f"sqlite://{Path(variables['HUIJIA_VAR']).parent / 'bare_view.sqlite3'}"
    return variables


def _load(printer: Printer, server: Server, clients: int, seconds: int) -> None:
    doors = Path(os.environ["HUIJIA_VAR"]).parent / "bare_doors.txt"
    doors.write_text("\n".join(f"/d/{number}/report/" for number in range(100)))
    with urllib.request.urlopen(f"{server.base}/d/1/report/") as answer:
        cookie = answer.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    arguments = [str(doors), cookie, cookie]
    load.measured(server.base, "report.lua", [*arguments, load.seed()], clients=clients, seconds=load.WARM_UP)
    before = server.used([])
    result = load.measured(server.base, "report.lua", [*arguments, load.seed()], clients=clients, seconds=seconds)
    used = server.used([]) - before
    printer.line("bare_view_per_second", result.per_second, "1/s", clients=clients, rows=0, wrong=result.wrong)
    printer.line("bare_view_cpu_ms", used.web * 1000 / max(result.requests, 1), "ms", clients=clients, rows=0)
