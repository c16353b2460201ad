from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an errand stands."""

    ASKED = "asked", _("待受理")
    ENTRUSTED = "entrusted", _("已受托")
    RUNNING = "running", _("办理中")
    REPORTED = "reported", _("待交回")
    CLOSED = "closed", _("已办结")
    CANCELLED = "cancelled", _("已取消")
    REFUSED = "refused", _("不能代办")


HELD_STATES = (State.ENTRUSTED, State.RUNNING, State.REPORTED)
OPEN_STATES = (State.ASKED, *HELD_STATES)


class Outcome(TextChoices):
    DONE = "done", _("办成了")
    FAILED = "failed", _("没办成")


class Signed(TextChoices):
    """How somebody put their name to it."""

    SCREEN = "screen", _("在屏幕上签")
    PAPER = "paper", _("在纸上签")


class Mandated(TextChoices):
    """How the mandate was given."""

    SCREEN = "screen", _("在屏幕上签")
    PAPER = "paper", _("书面委托")
    PHONE = "phone", _("电话里说定")


class PaperKind(TextChoices):
    ORIGINAL = "original", _("原件")
    COPY = "copy", _("复印件")


class Holder(TextChoices):
    """Who has a paper in hand."""

    RESIDENT = "resident", _("居民")
    AGENT = "agent", _("代办人")
    OFFICE = "office", _("办事单位")
    KEPT = "kept", _("单位留存不退")


OUTSTANDING = (Holder.AGENT, Holder.OFFICE)


class Way(TextChoices):
    """交接: from whose hand into whose."""

    RECEIVE = "receive", _("收材料")
    HAND_IN = "hand_in", _("交给办事单位")
    TAKE_OUT = "take_out", _("从办事单位取回")
    KEPT = "kept", _("办事单位留存")
    PASS_ON = "pass_on", _("换人接手")
    HAND_BACK = "hand_back", _("交回居民")


HANDS: dict[str, tuple[Holder, Holder]] = {
    Way.RECEIVE: (Holder.RESIDENT, Holder.AGENT), Way.HAND_IN: (Holder.AGENT, Holder.OFFICE),
    Way.TAKE_OUT: (Holder.OFFICE, Holder.AGENT), Way.KEPT: (Holder.OFFICE, Holder.KEPT),
    Way.PASS_ON: (Holder.AGENT, Holder.AGENT), Way.HAND_BACK: (Holder.AGENT, Holder.RESIDENT),
}
SIGNED_WAYS = (Way.RECEIVE, Way.HAND_BACK)
