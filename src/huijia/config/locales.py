"""Compiles the English messages (.po → .mo) without gettext's own tools, which an office machine may lack.

Run as `python -m huijia.config.locales`; only files that are newer than their compiled form are written.
"""

import os
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1]


def compile_all(root: Path = PACKAGE) -> list[Path]:
    """Compiles every message file below `root` that changed; gives the files written."""
    written = []
    for source in sorted(root.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        # Written beside and renamed: a running server never reads half a file.
        beside = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(beside))
        os.replace(beside, target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_all()
