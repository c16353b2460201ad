"""What a community agrees on for its errands."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options

TEXT_KEY = "errand_mandate_text"
KEPT_KEY = "errands_kept_days"
DEFAULT_TEXT = (
    "本人委托社区代办上述事项。交给代办人的材料只用于办这件事，办完当面交回；"
    "办理中可以随时查问，也可以收回委托。"
)


def register() -> None:
    options.register(options.Spec(TEXT_KEY, _("代办委托的话"), DEFAULT_TEXT, "text", most=300))
    options.register(options.Spec(
        KEPT_KEY, _("代办结束后姓名、电话和材料清单保存"), 1095, unit=_("天"), least=180, most=3650
    ))
