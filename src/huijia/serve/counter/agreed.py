"""What a community agrees on for its counter; shown under 本社区约定."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options

AHEAD_KEY, LEAD_KEY, EXTRA_LEAD_KEY = "counter_days_ahead", "counter_lead_minutes", "counter_extra_lead_minutes"
MOST_KEY, ASKS_KEY, KEPT_KEY, MEANING_KEY = "counter_open_most", "counter_asks_needed", "counter_kept_days", "one_one_n"
MEANING = "1 个党群服务中心 + 1 个新时代文明实践站 + N 项家门口服务"


def register() -> None:
    for spec in (
        options.Spec(AHEAD_KEY, _("窗口预约提前多少天开放"), 14, unit=_("天"), least=1, most=60),
        options.Spec(LEAD_KEY, _("平时预约最晚提前多久"), 30, unit=_("分钟"), least=0, most=10_000),
        options.Spec(EXTRA_LEAD_KEY, _("延时、加时预约最晚提前多久"), 240, unit=_("分钟"), least=0, most=10_000),
        options.Spec(MOST_KEY, _("同一手机号最多同时约几个窗口号"), 3, unit=_("个"), least=1, most=50),
        options.Spec(ASKS_KEY, _("几位居民希望同一天加时就提醒社区"), 3, unit=_("位"), least=1, most=100),
        options.Spec(KEPT_KEY, _("窗口取号、希望加时的姓名电话保存"), 365, unit=_("天"), least=30, most=3650),
        options.Spec(MEANING_KEY, _("“1+1+N”服务机制指什么"), MEANING, "text", most=120),
    ):
        options.register(spec)
