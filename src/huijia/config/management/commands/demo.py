"""`huijia demo`: loads Huilong, the invented community; `--logins` prints who can sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from huijia.config.demo import load


class Command(BaseCommand):
    help = "载入演示社区;--logins 列出账号 / load the demo; --logins lists its sign-ins"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--logins", action="store_true", help="只列出演示账号 / only list the sign-ins")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["logins"]:
            self._logins()
            return
        if load.is_loaded():
            self.stdout.write("演示社区已经载入 / the demo is loaded already")
            return
        if load.has_other_community():
            raise CommandError("这里已有真实的社区，不能载入演示 / a real community is here; no demo beside it")
        load.load(lambda line: self.stdout.write(f"  {line}"))
        self.stdout.write("演示社区已载入 / the demo is loaded")

    def _logins(self) -> None:
        self.stdout.write(f"演示账号，密码都是 / demo sign-ins, all with the password: {load.PASSWORD}")
        for username, _key, _role, what in load.LOGINS:
            if what:
                self.stdout.write(f"  {username:<10} {what}")
        if token := load.a_door():
            self.stdout.write(f"  一块门牌 / a door, no sign-in: {settings.PUBLIC_URL}/d/{token}/")
        for code, whom in load.resident_codes():
            self.stdout.write(f"  {code:<12} {whom}: {settings.PUBLIC_URL}/me/login/")
