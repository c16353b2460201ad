"""What the counter offers, when it is open, and who stands in its queue."""

from huijia.serve.counter.models.asks import ExtraAsk
from huijia.serve.counter.models.hours import ClosedDay, Counter, Hours, Opening, Overtime
from huijia.serve.counter.models.services import CounterService
from huijia.serve.counter.models.turns import Booking, Turn

__all__ = [
    "Booking", "ClosedDay", "Counter", "CounterService", "ExtraAsk", "Hours", "Opening", "Overtime", "Turn",
]
