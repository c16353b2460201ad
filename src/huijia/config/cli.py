"""The `huijia` command: a short list of the words an office needs; everything else is Django's own management."""

import os
import sys
import unicodedata
from collections.abc import Iterable

# word, what it does in Chinese, in English; a word is listed only where its command exists
WORDS = [
    ("start", "准备好并启动(make run 用它)", "prepare and start everything"),
    ("prepare", "数据库、演示、网页文件，各做一次", "database, demo, pages' files; each once"),
    ("serve", "启动网页服务与后台进程", "run the web server and the worker"),
    ("worker", "只启动后台进程", "run the worker alone"),
    ("tick", "走一次时钟：到期、提醒", "run the clocks once"),
    ("check", "检查这台机器上的系统是否健康", "say whether this installation is healthy"),
    ("migrate", "建立或升级数据库", "create or upgrade the database"),
    ("init", "建立一个真实的空社区", "found a real, empty community"),
    ("adduser", "添加工作人员", "add a member of staff"),
    ("demo", "载入演示社区;--logins 列出账号", "load the demo; --logins lists its sign-ins"),
    ("import", "从表格导入", "import from a spreadsheet"),
    ("figures", "重新计算各项数字", "recompute the figures"),
    ("ledger", "操作日志：verify 核对，seal 封存", "the ledger: verify, seal"),
    ("backup", "备份", "make a backup"),
    ("restore", "从备份恢复", "restore from a backup"),
    ("compile_locale", "编译英文界面文字", "compile the English texts"),
]
# These two only look after other processes.
BEFORE_DJANGO = {"start", "serve"}


def main() -> None:
    """Entry of the console script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huijia.config.settings")
    arguments = sys.argv[1:]
    if not arguments or arguments in (["help"], ["-h"], ["--help"]):
        print(overview())
        return
    if arguments[0] in BEFORE_DJANGO:
        from huijia.config import serving

        sys.exit(getattr(serving, arguments[0])(arguments[1:]))
    if arguments[0] not in known():
        sys.exit(f"没有这个命令 / no such command: {arguments[0]}\n\n{overview()}")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["huijia", *arguments])


def known() -> set[str]:
    """Every word that can be called; Django's own words included."""
    import django
    from django.core.management import get_commands

    django.setup()
    return {*get_commands(), *BEFORE_DJANGO, "help", "version", "--version"}


def overview() -> str:
    """The list of words, as `huijia --help` prints it."""
    there = known()
    rows = [(f"huijia {word}", chinese, english) for word, chinese, english in WORDS if word in there]
    return "\n".join(
        ["汇家 Huijia", "", *table(rows), "", "每个命令的用法 / how to use one: huijia <命令 / word> --help"]
    )


def table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Columns side by side, with Chinese characters counted as two cells."""
    rows = list(rows)
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    return [
        "  ".join(text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def cells(text: str) -> int:
    """How many terminal cells `text` takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


if __name__ == "__main__":
    main()
