"""常用语: short sentences that an office writes again and again, offered beside every box where work is told.

One list for each community (option `phrases`): the forms of the moves, the intake form and the hotline's pages all read
it here. What answers a question, with its basis and a date until which it holds, is a knowledge card of the hotline.
"""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community

KEY = "phrases"
PHRASES = [
    "已现场查看。",
    "已电话联系居民，说明了情况。",
    "已联系维修人员，明天上门。",
    "材料到了就动工，先做好围挡。",
    "已处理完毕，居民现场看过。",
    "不属社区管辖，已联系主管单位。",
]


def register() -> None:
    options.register(options.Spec(KEY, _("常用语"), list(PHRASES), "words"))


def of(community: Community) -> list[str]:
    return list(options.get(community, KEY))
