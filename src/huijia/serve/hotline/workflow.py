"""The life of a call to be returned, and of a request to swap shifts: two small tables of moves."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.serve.hotline.enums import CallState


@dataclass(frozen=True)
class CallEdge:
    """One outcome of a call-back. `after` None: it still waits."""

    move: str
    label: str | Promise
    after: CallState | None
    needs: tuple[str, ...] = ()


CALL_EDGES: dict[str, CallEdge] = {
    edge.move: edge
    for edge in (
        CallEdge("reached", _("接通了"), CallState.REACHED),
        CallEdge("unreached", _("没打通"), None),
        CallEdge("promise", _("另约时间"), None, ("promised_at",)),
        CallEdge("drop", _("不用回"), CallState.DROPPED, ("reason",)),
    )
}
"""All of them begin at 待回电: what is settled stays settled, and a later call is a new row."""
