"""回复单: the reply to 12345 as a Word file, from the shipped form or the office's own.

A form is a .docx with names in double braces (`FIELDS`). It comes from outside, so it is filled in a sandbox that
reaches nothing but the texts, and only after a look at its size.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.utils.translation import gettext_lazy as _
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from huijia.kernel.communities.errors import Refusal

SHIPPED: Final = Path(__file__).parent / "paper" / "transfer_reply.docx"
MOST_BYTES: Final = 1024 * 1024
MOST_UNPACKED: Final = 20 * 1024 * 1024
MOST_PARTS: Final = 500
CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FIELDS: Final = {
    "community": _("社区名称"), "number": _("12345 编号"), "ticket": _("本系统编号"), "sent": _("派发时间"),
    "due": _("答复时限"), "title": _("标题"), "text": _("转办内容"), "handling": _("办理情况"), "result": _("办理结果"),
    "contacted": _("联系反映人的时间"), "satisfaction": _("反映人是否满意"), "handler": _("承办人"),
    "date": _("填表日期"),
}
"""What a form may name."""


def filled(form: bytes, values: Mapping[str, str]) -> bytes:
    """The form with its names replaced; what people wrote is text and nothing else.

    Raises:
        Refusal: the form cannot be filled in.
    """
    template = DocxTemplate(io.BytesIO(form))
    try:
        template.render(dict(values), jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
    except (TemplateError, ValueError, KeyError, TypeError) as error:
        raise Refusal(_("模板里的占位符不能用，请对照说明检查花括号"), field="file") from error
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def check_template(form: bytes) -> None:
    """
    Raises:
        Refusal: too large, no Word file, names nothing that is known, or cannot be filled in.
    """
    if len(form) > MOST_BYTES:
        raise Refusal(_("文件太大，最多 1 MB"), field="file")
    try:
        with zipfile.ZipFile(io.BytesIO(form)) as parts:
            infos = parts.infolist()
            is_word = any(info.filename == "word/document.xml" for info in infos)
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
                raise Refusal(_("文件太大，最多 1 MB"), field="file")
    except zipfile.BadZipFile:
        is_word = False
    if not is_word:
        raise Refusal(_("请上传 Word 文件(.docx)"), field="file")
    try:
        names = DocxTemplate(io.BytesIO(form)).get_undeclared_template_variables(SandboxedEnvironment())
    except (TemplateError, ValueError, KeyError) as error:
        raise Refusal(_("模板里的占位符不能用，请对照说明检查花括号"), field="file") from error
    if not names & set(FIELDS):
        raise Refusal(_("模板里没有占位符，例如 {{ number }}"), field="file")
    if names - set(FIELDS):
        wrong = "、".join(sorted(names - set(FIELDS)))
        raise Refusal(_("不认识的占位符：%(names)s") % {"names": wrong}, field="file")
    filled(form, dict.fromkeys(FIELDS, "—"))
