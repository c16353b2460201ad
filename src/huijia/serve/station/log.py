"""What the ledger says of the station's programmes."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

PROGRAMME = "station_programme"

SENTENCES = {
    "added": _("固定活动：{title}，{when}"),
    "changed": _("更改固定活动：{title}，{when}，{told} 人已通知"),
    "ended": _("{title} 到 {until} 止"),
    "skipped": _("{title} {day} 停一次：{reason}"),
    "kept": _("{title} {day} 照常"),
}


def register() -> None:
    for code, sentence in SENTENCES.items():
        kinds.register(f"station.{code}", sentence)
