"""Every write of the health corner: the object first, the actor named."""

from huijia.kernel.communities.errors import Conflict
from huijia.serve.health.actions.consent import PURPOSE, agree, agreed
from huijia.serve.health.actions.follow_ups import Stale, follow_up
from huijia.serve.health.actions.readings import Draft, Measured, measure, note_seen, void

__all__ = [
    "PURPOSE", "Conflict", "Draft", "Measured", "Stale", "agree", "agreed", "follow_up", "measure", "note_seen", "void",
]
