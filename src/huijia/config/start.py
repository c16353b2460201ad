"""`huijia start`, which `make run` calls: makes the installation ready, then serves it and says where and for whom.

What depends on the address is put into the environment first, since the settings read it once.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from huijia.config import env
from huijia.config.tls import lan_addresses, names

EVERYWHERE = {"0.0.0.0", "::"}


def main(arguments: Sequence[str]) -> int:
    options = parse(arguments)
    describe_address(options.host, options.port, options.tls)
    import django
    from django.core.management.base import CommandError

    django.setup()
    from huijia.config.management.commands.serve import serve
    from huijia.config.prepare import prepare
    from huijia.config.supervise import Refused, claim

    try:
        claim(options.host, options.port)
        demo = prepare()
        if demo:
            os.environ["HUIJIA_DEMO"] = "1"
        return serve(
            host=options.host,
            port=options.port,
            tls=options.tls,
            ready=lambda: say_ready(options.host, options.port, options.tls, demo),
        )
    except (Refused, CommandError) as error:
        print(error, file=sys.stderr)
        return 1


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="huijia start", description="准备好并启动 / prepare and start everything")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0: 局域网可用 / open to the local network")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--tls", action="store_true", help="HTTPS,自签证书 / with a certificate made here")
    return parser.parse_args(arguments)


def describe_address(host: str, port: int, tls: bool) -> None:
    """Sets PUBLIC_URL and ALLOWED_HOSTS where the environment does not say them."""
    if not env.text("PUBLIC_URL"):
        os.environ["PUBLIC_URL"] = addresses(host, port, tls)[0]
    if not env.text("ALLOWED_HOSTS"):
        public = os.environ["PUBLIC_URL"].partition("://")[2].partition("/")[0]
        name = public.rpartition(":")[0] if public.rpartition(":")[2].isdigit() else public
        os.environ["ALLOWED_HOSTS"] = ",".join(dict.fromkeys(["[::1]" if n == "::1" else n for n in [name, *names()]]))


def addresses(host: str, port: int, tls: bool) -> list[str]:
    """Where this server can be reached; the one to tell others comes first."""
    reached = [*lan_addresses(), "127.0.0.1"] if host in EVERYWHERE else [host]
    return [f"{'https' if tls else 'http'}://{f'[{name}]' if ':' in name else name}:{port}" for name in reached]


def say_ready(host: str, port: int, tls: bool, demo: bool) -> None:
    """Printed once the port answers."""
    from django.conf import settings

    from huijia.config.prepare import huijia, is_empty

    lines = ["", "汇家已就绪 / Huijia is ready"]
    lines += [f"  {address}/" for address in dict.fromkeys([settings.PUBLIC_URL, *addresses(host, port, tls)])]
    if tls:
        from huijia.config.management.commands.serve import tls_folder
        from huijia.config.tls import certificate_for

        lines.append("证书是本机自签的,浏览器会提示一次 / the certificate is this machine's own; browsers ask once")
        lines.append(f"  SHA-256 {certificate_for(tls_folder(), names()).fingerprint}")
    print("\n".join(lines), flush=True)
    if demo:
        subprocess.run(huijia("demo", "--logins"), check=False)
    elif is_empty():
        print("还没有社区 / no community yet: huijia demo", flush=True)
    print("按 Ctrl+C 停止 / Ctrl+C stops it\n", flush=True)
