"""Three rosters as offices hand them in: a clean one, a messy one, one full of errors. Invented people.

`python -m tests.factories.rosters FOLDER` writes them, to be tried by hand.
"""

import io
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

HEAD = [
    "序号", "网格", "小区/村组", "楼栋-单元-室", "户主", "与户主关系", "姓名", "性别", "出生日期", "身份证号", "民族",
    "文化程度", "政治面貌", "户籍地址", "现住址", "人户状态", "联系电话", "就业", "重点类别", "备注", "更新日期",
]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES, GIVEN = "傅回赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦", ("竹青", "春雨", "秋禾", "冬梅", "谷雨", "石榴", "麦穗", "银杏")
GRIDS = (("第一网格", "321111002008001"), ("第二网格", "321111002008002"))
ERRORS = 200


def id_number(born: date, serial: int, *, male: bool = True) -> str:
    """A number with a true check digit; no such area, so nobody's."""
    body = f"321199{born:%Y%m%d}{serial % 50:02d}{1 if male else 2}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


@dataclass
class Someone:
    """One row of the roster. `values` by header."""

    values: dict[str, Any]

    def row(self, head: Sequence[str] = HEAD) -> list[Any]:
        return [self.values.get(name, "") for name in head]


def family(number: int, *, size: int = 3, grid: str = "第一网格") -> list[Someone]:
    """A household in an estate; every fifth lives in a village house of 傅家组."""
    born = date(1950, 1, 1) + timedelta(days=number * 37 % 12_000)
    village = number % 5 == 0
    place, flat = ("傅家组", f"{number}号") if village else ("回龙苑", f"{number % 30 + 1}-{number // 30 % 4 + 1}-{number}")
    surname = SURNAMES[number % len(SURNAMES)]
    head = surname + GIVEN[number % len(GIVEN)]
    people = []
    for place_, (relation, years, male) in enumerate((("户主", 0, True), ("配偶", 2, False), ("子", 27, True))[:size]):
        day = born + timedelta(days=365 * years)
        name = head if relation == "户主" else f"{surname if relation == '子' else '云'}{GIVEN[(number + place_) % 8]}{place_}"
        people.append(Someone({
            "序号": str(number), "网格": grid, "小区/村组": place, "楼栋-单元-室": flat, "户主": head,
            "与户主关系": relation, "姓名": name, "性别": "男" if male else "女", "出生日期": day.isoformat(),
            "身份证号": id_number(day, number * 3 + place_, male=male), "民族": "汉族", "文化程度": "高中",
            "政治面貌": "群众", "人户状态": "人户一致", "联系电话": f"199{number:06d}{place_:02d}" if place_ < 2 else "",
            "更新日期": "2026-03-01",
        }))
    return people


def families(count: int, size: int = 3) -> list[Someone]:
    return [someone for number in range(1, count + 1) for someone in family(number, size=size)]


def book(rows: Iterable[Sequence[Any]], head: Sequence[str] = HEAD, title: str = "") -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    if title:
        sheet.append([title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(head))
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    return made


def clean(count: int = 40) -> openpyxl.Workbook:
    """As the empty form asks for it; the grids and the group must be there."""
    return book(someone.row() for someone in families(count))


def messy() -> openpyxl.Workbook:
    """Titles, two sheets, merged cells, three ways to write a date, numbers as numbers, an empty numbered line, a sum.

    7 good rows on two sheets, 1 with a number that lost its digits.
    """
    made = openpyxl.Workbook()
    first = made.worksheets[0]
    first.title = "第一网格"
    first.append(["甲社区2026年居民花名册"])
    first.merge_cells("A1:P1")
    first.append(["填报单位：甲社区", "", "", "", "", "", "", "", "填报日期：2026.3"])
    first.append([
        "序号", "网格", "小区", "楼栋门牌", "户主姓名", "与户主关系", "姓名", "性别", "出生年月", "公民身份号码", "民族", "政治面貌",
        "人户情况", "手机号码", "重点人群", "备注",
    ])
    _family_block(first)
    first.append([5])
    first.append(["填表人：王接线    审核：周书文"])
    first.merge_cells(start_row=first.max_row, start_column=1, end_row=first.max_row, end_column=16)
    second = made.create_sheet("第二网格")
    second.append(["序号", "村组", "门牌号", "户主", "关系", "居民姓名", "性别", "生日", "身份证", "民族", "联系方式", "人户状态"])
    born = date(1948, 11, 2)
    second.append([1, "傅家组", 12, "傅老栓", "本人", "傅老栓", "男", "1948年11月2日", id_number(born, 1).lower(), "汉", "0511-85001234", "户在人在"])
    second.append([2, "傅家组", 12, "傅老栓", "妻", "回 秀 英", "女", 19_500_607, id_number(date(1950, 6, 7), 2, male=False), "汉", "无", "户在人在"])
    second.append([3, "傅家组", "13号", "傅石磨", "户主", "傅石磨", "男", "1970-05-06", "321199197005060011"[:15] + "000", "汉", "", ""])
    second.cell(row=4, column=9).value = 321199197005060000
    made.create_sheet("说明").append(["这一页是填表说明，不是名册"])
    return made


def _family_block(sheet: Worksheet) -> None:
    """Three of one family under merged cells, then one who lives alone, one with a passport."""
    days = (date(1958, 3, 4), date(1960, 7, 9), date(1985, 12, 1))
    rows = (
        (1, "第一网格", "回龙苑", "3幢1单元201室", "赵春雨", "户主", "赵春雨", "男", "1958.3", id_number(days[0], 3), "汉族",
         "中共党员", "人户一致", 13800000001, "", ""),
        (2, None, None, None, None, "配偶", "钱竹青", "女", datetime(1960, 7, 9), id_number(days[1], 4, male=False), "汉族",
         "群众", "人户一致", "１３８ ００００ ０００２", "", ""),
        (3, None, None, None, None, "子", "赵小满", "男", "19851201", id_number(days[2], 5), "汉族", "团员", "流出",
         "13800000003.0", "", "在苏州上班"),
        (4, "第一网格", "回龙苑", "3-2-502", "孙秋禾", "户主", "孙秋禾", "女", "1939-01-08", id_number(date(1939, 1, 8), 6, male=False),
         "汉族", "群众", "人户一致", "", "独居老人，高龄", ""),
        (None, "第一网格", "回龙苑", "5栋102", "李约翰", "户主", "李约翰", "男", "1990/2/3", "护照E12345678", "", "", "流入",
         "13800000005", "无", ""),
    )
    first = sheet.max_row + 1
    for row in rows:
        sheet.append(list(row))
    for column in range(2, 6):
        sheet.merge_cells(start_row=first, start_column=column, end_row=first + 2, end_column=column)


def broken(good: int = 100, errors: int = ERRORS) -> openpyxl.Workbook:
    """`good` rows that go in and `errors` rows with one fault each, of eight kinds in turn."""
    rows = [someone.row() for someone in families(good, size=1)]
    spoil = (
        ("姓名", ""), ("身份证号", "321199195001010010"), ("出生日期", "去年春天"), ("网格", "第九网格"),
        ("联系电话", "12"), ("楼栋-单元-室", "东头大槐树下"), ("政治面貌", "先进分子"), ("身份证号", "3.21199E+17"),
    )
    for place in range(errors):
        column, value = spoil[place % len(spoil)]
        someone = family(1001 + place, size=1)[0]
        someone.values["小区/村组"], someone.values["楼栋-单元-室"] = "回龙苑", f"9-1-{place + 100}"
        someone.values[column] = value
        rows.append(someone.row())
    return book(rows)


SAMPLES = {"名册-干净.xlsx": clean, "名册-杂乱.xlsx": messy, "名册-200处错误.xlsx": broken}


def stream_of(made: openpyxl.Workbook) -> io.BytesIO:
    stream = io.BytesIO()
    made.save(stream)
    stream.seek(0)
    return stream


def write_samples(folder: str | Path) -> list[Path]:
    """The three spreadsheets, written into a folder."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, make in SAMPLES.items():
        make().save(target / name)
        paths.append(target / name)
    return paths


if __name__ == "__main__":
    for path in write_samples(sys.argv[1] if len(sys.argv) > 1 else "build/samples"):
        print(path)
