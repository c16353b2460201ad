"""Handing out a roster: what for, how much of it, and in which form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.formkit import OfficeForm


class RosterExportForm(OfficeForm):
    """`unmasked` is offered to those who may."""

    reason = forms.CharField(
        label=_("导出做什么用"), max_length=120, help_text=_("会和行数一起记入操作日志，并写在表的第一行。"),
        error_messages={"required": _("请写明导出做什么用")},
    )
    form = forms.ChoiceField(
        label=_("文件"), choices=(("xlsx", "Excel (.xlsx)"), ("csv", "CSV")), initial="xlsx", required=False
    )
    unmasked = forms.BooleanField(
        label=_("不打星号，导出原文"), required=False,
        help_text=_("原文含姓名、电话、证件号码，只给确有需要的人，用完即删。"),
    )

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        self.permission = permission
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        if not self.access.may(self.permission):
            del self.fields["unmasked"]
