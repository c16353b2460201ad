"""`huijia start` and `huijia serve`. Neither loads the applications itself: the supervisor stays small and quick.

What depends on the address is put into the environment first, since the settings read it once.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from huijia.config import env
from huijia.config.supervise import Child, Refused, Supervisor, answering, claim
from huijia.config.tls import certificate_for, lan_addresses, names

EVERYWHERE = {"0.0.0.0", "::"}
THREADS = 8
MOST_PROCESSES = 8
DEMO_MARK = "demo.loaded"


def start(arguments: Sequence[str]) -> int:
    """Makes the installation ready, then serves it: what `make run` calls."""
    options = parse("start", "准备好并启动 / prepare and start everything", arguments)
    return run(options, prepare=True)


def serve(arguments: Sequence[str]) -> int:
    """Serves an installation whose database is ready."""
    options = parse("serve", "启动网页服务与后台进程 / run the web server and the worker", arguments)
    return run(options, prepare=False)


def parse(word: str, description: str, arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"huijia {word}", description=description)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0: 局域网可用 / open to the local network")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--tls", action="store_true", help="HTTPS,自签证书 / with a certificate made here")
    parser.add_argument("--web-processes", type=int, default=0, help="SQLite: 1; PostgreSQL: 每核一个 / one per core")
    parser.add_argument("--threads", type=int, default=THREADS, help="每个进程的线程数 / threads in each of them")
    return parser.parse_args(arguments)


def run(options: argparse.Namespace, *, prepare: bool) -> int:
    describe_address(options.host, options.port, options.tls)
    os.environ["PYTHONUNBUFFERED"] = "1"
    try:
        claim(options.host, options.port)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    # The pages' files belong to this machine and are collected in either case; serve leaves the database alone.
    if code := subprocess.run(huijia("prepare", *([] if prepare else ["--files"])), check=False).returncode:
        return code
    demo = is_demo()
    if demo:
        os.environ["HUIJIA_DEMO"] = "1"
    children = [
        Child("网页服务 / web", web_command(options)),
        Child("后台进程 / worker", huijia("worker")),
    ]
    asks = answering(options.host, options.port, options.tls)
    return Supervisor(children, asks, lambda: say_ready(options, logins=demo and prepare)).run()


def describe_address(host: str, port: int, tls: bool) -> None:
    """Sets PUBLIC_URL and ALLOWED_HOSTS where the environment does not say them."""
    public = env.text("PUBLIC_URL") or addresses(host, port, tls)[0]
    os.environ["PUBLIC_URL"] = public
    if not env.text("ALLOWED_HOSTS"):
        name = public.partition("://")[2].partition("/")[0]
        if name.rpartition(":")[2].isdigit():
            name = name.rpartition(":")[0]
        known = ["[::1]" if each == "::1" else each for each in [name, *names()]]
        os.environ["ALLOWED_HOSTS"] = ",".join(dict.fromkeys(known))


def addresses(host: str, port: int, tls: bool) -> list[str]:
    """Where this server can be reached; the one to tell others comes first."""
    reached = [*lan_addresses(), "127.0.0.1"] if host in EVERYWHERE else [host]
    return [f"{'https' if tls else 'http'}://{f'[{name}]' if ':' in name else name}:{port}" for name in reached]


def is_demo() -> bool:
    """Said by the environment, or marked where the demo was loaded; HUIJIA_DEMO=0 silences it."""
    from django.conf import settings

    return env.flag("HUIJIA_DEMO", default=(Path(settings.VAR) / DEMO_MARK).exists())


def on_sqlite() -> bool:
    from django.conf import settings

    return "sqlite" in str(settings.DATABASES["default"]["ENGINE"])


def web_command(options: argparse.Namespace) -> list[str]:
    """granian's command line. SQLite has one writer, so one process with several threads serves it best."""
    processes = options.web_processes or (1 if on_sqlite() else min(os.cpu_count() or 1, MOST_PROCESSES))
    command = [
        *(sys.executable, "-m", "granian", "huijia.config.wsgi:application", "--interface", "wsgi", "--no-ws"),
        *("--host", options.host, "--port", str(options.port), "--log-level", "error", "--backlog", "1024"),
        *("--workers", str(processes), "--blocking-threads", str(options.threads), "--workers-kill-timeout", "10"),
    ]
    if processes > 1:
        # One that dies is replaced while the others serve on; a single one is started again by the supervisor.
        command += ["--respawn-failed-workers", "--respawn-interval", "0.5"]
    if options.tls:
        pair = certificate_for(tls_folder(), names())
        # Older phones end at TLS 1.2.
        command += ["--ssl-certificate", str(pair.certificate), "--ssl-keyfile", str(pair.key)]
        command += ["--ssl-protocol-min", "tls1.2"]
    return command


def tls_folder() -> Path:
    """Beside the keys, outside `var/` and its backups."""
    from django.conf import settings

    return Path(settings.HUIJIA_KEY_FILE).parent / "tls"


def say_ready(options: argparse.Namespace, *, logins: bool) -> None:
    """Printed once the port answers."""
    reached = [os.environ["PUBLIC_URL"].rstrip("/"), *addresses(options.host, options.port, options.tls)]
    lines = ["", "汇家已就绪 / Huijia is ready", *(f"  {address}/" for address in dict.fromkeys(reached))]
    if options.tls:
        lines.append("证书是本机自签的，浏览器会提示一次 / the certificate is this machine's own; browsers ask once")
        lines.append(f"  SHA-256 {certificate_for(tls_folder(), names()).fingerprint}")
    print("\n".join(lines), flush=True)
    if logins:
        subprocess.run(huijia("demo", "--logins"), check=False)
    print("按 Ctrl+C 停止 / Ctrl+C stops it\n", flush=True)


def huijia(*words: str) -> list[str]:
    """The command line of another `huijia` command."""
    return [sys.executable, "-m", "huijia.config.cli", *words]
