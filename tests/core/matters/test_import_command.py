"""`huijia import matters FILE`."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from huijia.core.matters.enums import Source
from huijia.core.matters.models import Matter
from huijia.lib.spreadsheet import Column, Sheet, write_book
from tests.cast import Cast

HEAD = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
ROWS = [
    ["7001", "A0001", "水塘发臭", "2019/4/24 16:03:40", "水塘发臭一个月了", "已清淤", "2019/5/9 9:49:10"],
    ["7002", "A0002", "路面塌陷", "2019/4/25 8:00:00", "村口路面塌陷", "", ""],
]


def test_command_imports_and_says_so(home: Cast, tmp_path: Path) -> None:
    path = tmp_path / "留言.xlsx"
    with path.open("wb") as stream:
        write_book(stream, [Sheet("Sheet1", [Column(title) for title in HEAD], ROWS)])
    out = io.StringIO()
    call_command("import", "matters", str(path), dry_run=True, stdout=out)
    assert "共 2 行：可导入 2，其中有答复 1；已有 0；有问题 0" in out.getvalue()
    assert Matter.objects.of(home.community).count() == 0
    out = io.StringIO()
    call_command("import", "matters", str(path), community=home.community.slug, source=Source.CITY_12345, stdout=out)
    assert "新增 2，已有 0，没有导入 0" in out.getvalue()
    assert set(Matter.objects.of(home.community).values_list("source", flat=True)) == {"12345"}


def test_command_with_columns_named_by_hand(home: Cast, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("啥时候,啥事\n2020-01-06,路灯不亮\n")
    out = io.StringIO()
    call_command("import", "matters", str(path), column=["received=啥时候", "text=啥事"], stdout=out)
    assert "新增 1" in out.getvalue()
    with pytest.raises(CommandError, match="请选择哪一列是"):
        call_command("import", "matters", str(path), stdout=out)


def test_command_says_what_it_cannot_do(home: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("import", "matters", str(tmp_path / "none.xlsx"))
    with pytest.raises(CommandError, match="没有这个社区"):
        call_command("import", "matters", str(tmp_path / "none.xlsx"), community="nowhere")
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match="文件已损坏"):
        call_command("import", "matters", str(tmp_path / "bad.xlsx"))
