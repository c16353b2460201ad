from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CopyState(TextChoices):
    MAKING = "making", _("正在准备")
    READY = "ready", _("可以练习")
    BROKEN = "broken", _("没有做成")


class ExportState(TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("正在导出")
    READY = "ready", _("可以下载")
    BROKEN = "broken", _("没有做成")
    GONE = "gone", _("已过期删除")


BUSY = (ExportState.QUEUED, ExportState.RUNNING)
