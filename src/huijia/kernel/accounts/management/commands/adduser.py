"""`huijia adduser zhou --name 周某某 --role admin --community fujia`: the first account, or one more."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from huijia.kernel.accounts import actions, passwords
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.roles import STAFF
from huijia.kernel.communities.models import Community, District, Street
from huijia.kernel.communities.queries import live


class Command(BaseCommand):
    help = "建立账号并给一个角色 / add an account with one role; the first password is printed once"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="姓名 / full name")
        parser.add_argument("--role", required=True, choices=sorted(role.code for role in STAFF))
        place = parser.add_mutually_exclusive_group()
        place.add_argument(
            "--community", help="短名或 12 位代码 / slug or 12-digit code; may be left out if there is one"
        )
        place.add_argument("--street", help="街道代码 / code of a street")
        place.add_argument("--district", help="区代码 / code of a district")
        parser.add_argument("--phone", default="")
        parser.add_argument(
            "--password-stdin", action="store_true", help="从标准输入读初始密码 / read the first password from stdin"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        community, place = _find_place(options)
        drawn = not options["password_stdin"]
        password = passwords.initial_password() if drawn else sys.stdin.readline().rstrip("\n")
        by = Access.system(community)
        try:
            with transaction.atomic():
                user = actions.create_user(
                    username=options["username"],
                    name=options["name"],
                    phone=options["phone"],
                    password=password,
                    by=by,
                )
                actions.grant(user, options["role"], place, by=by)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"已建立账号 / added: {user.username}")
        if drawn:
            self.stdout.write(f"初始密码(只显示一次)/ first password, shown once: {password}")


def _find_place(options: dict[str, Any]) -> tuple[Community, Community | Street | District]:
    """(the community in whose log it stands, where the role holds)."""
    if options["street"]:
        street = Street.objects.filter(code=options["street"]).first()
        return _first(live().filter(street=street), street)
    if options["district"]:
        district = District.objects.filter(code=options["district"]).first()
        return _first(live().filter(street__district=district), district)
    rows = live().order_by("pk")
    if options["community"]:
        rows = rows.filter(slug=options["community"]) | rows.filter(code12=options["community"])
    found = list(rows[:2])
    if len(found) != 1:
        raise CommandError("找不到这个社区，或有几个要选 / no such community, or several: name it with --community")
    return found[0], found[0]


def _first(communities: Any, place: Street | District | None) -> tuple[Community, Street | District]:
    community = communities.order_by("pk").first()
    if place is None or community is None:
        raise CommandError("找不到这个代码，或那里还没有社区 / no such code, or no community there yet")
    return community, place
