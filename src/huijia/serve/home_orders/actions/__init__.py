"""Every write of orders for a service at home: one verb for each move, the order first, the actor named."""

from huijia.kernel.communities.errors import Conflict
from huijia.serve.home_orders.actions.arrange import arrange, refuse
from huijia.serve.home_orders.actions.end import cancel, finish, grade, nobody_home, raise_matter, set_out
from huijia.serve.home_orders.actions.moves import Stale
from huijia.serve.home_orders.actions.request import (
    Draft,
    Requested,
    code_fits,
    request,
    reveal_phone,
    secret_code,
)
from huijia.serve.home_orders.actions.services import adopt_usual, save_service
from huijia.serve.home_orders.actions.tick import tick

__all__ = [
    "Conflict", "Draft", "Requested", "Stale", "adopt_usual", "arrange", "cancel", "code_fits", "finish", "grade",
    "nobody_home", "raise_matter", "refuse", "request", "reveal_phone", "save_service", "secret_code", "set_out",
    "tick",
]
