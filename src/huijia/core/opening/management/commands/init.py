"""`huijia init`: founds a real, empty community; asks for what no flag gives."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from huijia.core.opening import actions
from huijia.core.opening.actions.founding import ADMIN_ROLES
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal

# flag, question, a word for an example
QUESTIONS = (
    ("district", "区(县)名称 / district", "润州区"),
    ("street", "街道(镇)名称 / street or town", "南山街道"),
    ("name", "社区名称 / community", "回龙社区"),
    ("code", "12 位区划代码 / 12-digit division code", "321111002008"),
    ("hotline", "热线号码，可空 / hotline, may be empty", "0511-…"),
    ("username", "第一个账号的用户名 / user name of the first login", "zhou"),
    ("person", "此人姓名 / that person's name", "周某某"),
    ("phone", "手机，可空 / phone, may be empty", "139…"),
)
OPTIONAL = {"hotline", "phone"}


class Command(BaseCommand):
    help = "建立一个真实的空社区 / found a real, empty community; asks for what no flag gives"

    def add_arguments(self, parser: ArgumentParser) -> None:
        for flag, question, _example in QUESTIONS:
            parser.add_argument(f"--{flag}", default=None, help=question)
        parser.add_argument(
            "--role", choices=ADMIN_ROLES, default="secretary",
            help="书记能办全部启用步骤，系统管理员不看居民 / a secretary can do every step, an admin reads no people",
        )
        parser.add_argument(
            "--modules", default="", help="一开始就启用的模块，逗号分开，all 为全部 / modules to begin with, or all"
        )
        parser.add_argument("--no-input", action="store_true", help="不提问，缺什么就报错 / ask nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        given = self._asked(options)
        draft = actions.Draft(
            community=given["name"], code12=given["code"], street=given["street"], district=given["district"],
            username=given["username"], name=given["person"], phone=given["phone"], hotline=given["hotline"],
            role=options["role"], modules=_modules(options["modules"]),
        )
        try:
            founded = actions.found_office(draft)
        except Refusal as refusal:
            where = f"--{FLAGS.get(refusal.field or '', refusal.field or '')}: " if refusal.field else ""
            raise CommandError(f"{where}{refusal}") from None
        self._tell(founded)

    def _asked(self, options: dict[str, Any]) -> dict[str, str]:
        silent = options["no_input"] or not sys.stdin.isatty()
        given = {}
        for flag, question, example in QUESTIONS:
            value = options[flag]
            while value is None or (not value.strip() and flag not in OPTIONAL):
                if silent:
                    if flag in OPTIONAL:
                        value = ""
                        break
                    raise CommandError(f"缺 / missing: --{flag} ({question})")
                value = input(f"{question} ({example}): ")
            given[flag] = value.strip()
        return given

    def _tell(self, founded: actions.Founded) -> None:
        community = founded.community
        self.stdout.write(f"已建立 / founded: {community.name} ({community.slug}, {community.code12})")
        self.stdout.write(f"  登录地址 / sign in at: {settings.PUBLIC_URL}/accounts/login/")
        self.stdout.write(f"  居民网页 / residents: {settings.PUBLIC_URL}/?c={community.slug}")
        self.stdout.write(f"  用户名 / user name: {founded.user.username}")
        self.stdout.write(f"  初始密码(只显示一次)/ first password, shown once: {founded.password}")
        self.stdout.write("  登录后按启用向导一步步做 / after signing in follow the set-up guide: /desk/setup/")


FLAGS = {"community": "name", "code12": "code", "name": "person"}


def _modules(text: str) -> list[str]:
    known = [module.code for module in modules.registered()]
    if text.strip() == "all":
        return known
    wanted = [word.strip() for word in text.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in known]
    if unknown:
        raise CommandError(f"没有这个模块 / no such module: {', '.join(unknown)} ({', '.join(known)})")
    return wanted
