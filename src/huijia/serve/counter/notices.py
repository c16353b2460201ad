"""Notices about the counter beside those of a booking, which `core.signup` sends."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from huijia.kernel.notify import actions as notify
from huijia.kernel.notify import addresses, templates
from huijia.lib import crypto
from huijia.serve.counter.models import ExtraAsk

TEXTS = {
    "granted": (_("加时了"), _("您希望的 {day} 窗口加时开放，{when}。时间请在网上约，或者打社区电话。")),
    "declined": (_("不能加时"), _("很抱歉，{day} 窗口不能加时：{reason}。平时的时间可以在网上约。")),
    "wanted": (_("有居民希望加时"), _("{count} 位居民希望 {day} 加时，请定开不开。")),
}


def register() -> None:
    for code, (subject, text) in TEXTS.items():
        templates.register(f"counter.{code}", subject, text)


def tell(ask: ExtraAsk, code: str, **context: str) -> None:
    """To the phone that was left with the wish."""
    if ask.phone_sealed:
        notify.queue(
            f"counter.{code}", to=addresses.phone(crypto.open_sealed(ask.phone_sealed)),
            community_id=ask.community_id, context={"day": f"{ask.day:%m-%d}", **context},
            once=f"counter_ask:{ask.uuid}:{code}",
        )


def tell_office(community_id: int, day: date, count: int) -> None:
    notify.queue(
        "counter.wanted", to=addresses.Address("role", "committee"), community_id=community_id,
        context={"day": f"{day:%m-%d}", "count": count}, once=f"counter_asks:{community_id}:{day}",
    )
