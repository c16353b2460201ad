from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    """检查 → 待导入 → 导入 → 完成; 中断 can go on from its last saved row."""

    CHECKING = "checking", _("正在检查")
    READY = "ready", _("已检查，待导入")
    RUNNING = "running", _("正在导入")
    DONE = "done", _("已完成")
    BROKEN = "broken", _("中断")


class Choice(TextChoices):
    """What becomes of a row whose subject is there already with other values."""

    OURS = "ours", _("保留系统里的")
    EMPTY = "empty", _("只补空着的")
    THEIRS = "theirs", _("以表格为准")
