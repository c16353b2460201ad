"""`huijia import residents` on a made-up roster of 20,000 people, in an empty community; the dry run apart."""

import os
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from django.core.files import File

from bench.imports import timed
from bench.lines import Printer, say
from bench.town import settle
from huijia.core.people.models import Person
from huijia.core.places.actions import save_group
from huijia.core.places.enums import GroupKind
from huijia.kernel.accounts.access import Access
from huijia.kernel.imports import actions
from huijia.kernel.imports.enums import ImportState
from huijia.kernel.imports.models import ImportJob
from huijia.kernel.imports.work import work

FIGURES = ("roster_rows_per_second",)
PEOPLE, EACH = 20_000, 4
HEAD = (
    "序号", "网格", "小区/村组", "楼栋-单元-室", "户主", "与户主关系", "姓名", "性别", "出生日期", "身份证号", "民族",
    "文化程度", "政治面貌", "户籍地址", "人户状态", "联系电话", "就业", "更新日期",
)
RELATIONS = ("户主", "配偶", "子", "女")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def measure(printer: Printer) -> None:
    """The file as it is, then the same file again, which changes nothing."""
    by = settle(f"bench-roster-{time.time_ns()}", 1000 + time.time_ns() // 1000 % 8000)
    for number in range(10):
        save_group(name=f"第{number}组", kind=GroupKind.VILLAGE, by=by)
    path = _made_up()
    for turn in ("new", "again"):
        before = Person.objects.everywhere().count()
        with path.open("rb") as stream:
            job, check = timed(partial(_checked, File(stream, name=path.name), by))
        job, took = timed(partial(_imported, job, by))
        if job.state != ImportState.DONE or job.failed:
            say(f"{turn}: {job.state} {job.problem} {job.errors[:3]}")
        printer.line(
            "roster_rows_per_second", job.done / took.wall, "1/s", rows=before, file=turn, imported=job.added,
            left_out=job.failed + job.doubled, cpu_ms_per_row=round(took.cpu * 1000 / job.done, 2),
            seconds=round(took.wall, 1), check_seconds=round(check.wall, 1),
        )


def _checked(upload: "File[bytes]", by: Access) -> ImportJob:
    job = actions.open_job(upload, kind="residents", by=by, queued=False)
    work(job.pk)
    job.refresh_from_db()
    return job


def _imported(job: ImportJob, by: Access) -> ImportJob:
    if job.state == ImportState.READY:
        actions.start(job, by=by, queued=False)
        work(job.pk)
        job.refresh_from_db()
    return job


def _made_up() -> Path:
    """As office programs save it: each text once, named by its number."""
    import xlsxwriter

    path = Path(os.environ["HUIJIA_VAR"]) / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("居民名册")
        for number, row in enumerate((HEAD, *_rows())):
            sheet.write_row(number, 0, row)
    return path


def _rows() -> Iterator[list[object]]:
    for number in range(PEOPLE):
        home, place = divmod(number, EACH)
        born = date(1940, 1, 1) + timedelta(days=number * 7 % 29_000)
        body = f"321199{born:%Y%m%d}{number % 50:02d}{1 if place % 2 == 0 else 2}"
        check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
        flat = ("回龙苑", f"{home // 60 + 1}-{home % 6 + 1}-{home}")
        where = (f"第{home % 10}组", f"{home}号") if home % 4 == 0 else flat
        yield [
            number + 1, f"第{home % 12 + 1}网格", *where, f"傅{_name(home)}", RELATIONS[place],
            f"傅{_name(home)}" if place == 0 else f"赵{_name(number)}", "男" if place % 2 == 0 else "女",
            born.isoformat(), body + check, "汉族", "高中", "群众", "江苏省镇江市润州区南山街道", "人户一致",
            f"198{number:08d}" if place < 2 else "", "在职" if place < 2 else "", "2026-03-01",
        ]


def _name(number: int) -> str:
    signs = "竹春秋冬夏谷柳松石木山水桂兰菊梅豆麦稻棉茶葵蒲芦菱莲银香枇杨樱板核晨晚星明朝初雪"
    return signs[number % len(signs)] + signs[number // len(signs) % len(signs)]
