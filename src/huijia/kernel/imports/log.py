"""What the ledger says of imports. The rows themselves are told by those who save them."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.imports import importers
from huijia.kernel.ledger import kinds


def _kind_word(code: str) -> object:
    known = importers.IMPORTERS.get(code)
    return known.label if known is not None else code


def register() -> None:
    words = {"kind": _kind_word}
    kinds.register("imports.started", _("开始导入{kind}：{file}，共 {total} 行"), words=words)
    done = _("{kind}导入完成：新增 {added}，更新 {changed}，已有 {doubled}，没有导入 {failed}")
    kinds.register("imports.done", done, words=words)
    kinds.register("imports.file_dropped", _("导入用的原文件已按约定删除：{file}"))
