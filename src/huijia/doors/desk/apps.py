from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "huijia.doors.desk"
    label = "desk"
    verbose_name = _("工作台")

    def ready(self) -> None:
        from huijia.kernel.communities import options

        options.register(options.Spec("phrases", _("常用语"), list(PHRASES), "words"))


PHRASES = (
    "已现场查看。",
    "已电话联系居民，说明了情况。",
    "已联系维修人员，明天上门。",
    "材料到了就动工，先做好围挡。",
    "已处理完毕，居民现场看过。",
    "不属社区管辖，已联系主管单位。",
)
