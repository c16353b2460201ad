"""Words that sound like danger to life: the pages then say 110, 119, 120 first, and the matter is urgent at once.

Huijia is no emergency line. The words are the community's own (option `emergency_words`); they raise a flag that people
may take away by choosing a category, and never delay or refuse anything.
"""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.kernel.communities.options import Spec

WORDS = [
    "着火", "起火", "失火", "冒烟", "漏气", "煤气泄漏", "燃气泄漏", "煤气味", "爆炸", "触电", "溺水", "落水", "掉河里",
    "掉塘里", "晕倒", "昏迷", "没有呼吸", "大出血", "中毒", "跳楼", "自杀", "砍人", "持刀", "坍塌", "塌了", "被困",
]


def register() -> None:
    options.register(Spec("emergency_words", _("听起来有危险的词"), WORDS, "words"))


def words_in(text: str, community: Community) -> list[str]:
    """Those of the community's words of danger that stand in `text`, in the order of the list."""
    return [word for word in options.get(community, "emergency_words") if word in text]
