"""Fifty at once for the last places of one occasion: how many too many were let in, and how fast sign-up is.

Through the verb that the pages call; every client is a thread with a connection of its own.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

from django.db import connection
from django.db.models import Sum

from bench.lines import Printer, say
from huijia.core.signup import actions
from huijia.core.signup.enums import HOLDING, State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.lib import clock

FIGURES = ("overbooked_seats", "signup_per_second")
RACERS = 50
CAPACITIES = (1, 7, 20, 49)


def measure(printer: Printer, by: Access, seconds: int) -> None:
    if printer.wants("overbooked_seats"):
        found = [_race(by, capacity) for capacity in CAPACITIES]
        printer.line(
            "overbooked_seats", sum(each[0] for each in found), "seats", clients=RACERS, rows=RACERS * len(CAPACITIES),
            out_of_order=sum(each[1] for each in found),
        )
    for clients in (1, 8) if printer.wants("signup_per_second") else ():
        occasion = _occasion(by, None)
        made = _many(occasion, clients, seconds)
        rows = Signup.objects.everywhere().count()
        printer.line("signup_per_second", made / seconds, "1/s", clients=clients, rows=rows)


def _occasion(by: Access, capacity: int | None) -> Occasion:
    starts = clock.now() + timedelta(days=2)
    draft = actions.OccasionDraft(
        title="测速", starts_at=starts, ends_at=starts + timedelta(hours=2), place_name="测速", capacity=capacity
    )
    return actions.plan(draft, by=by)


def _race(by: Access, capacity: int) -> tuple[int, int]:
    """(seats too many, numbers in the line that do not follow the order of the rows)."""
    occasion = _occasion(by, capacity)
    with ThreadPoolExecutor(RACERS) as pool:
        list(pool.map(lambda number: _sign(occasion, f"人{number}"), range(RACERS)))
    rows = Signup.objects.of(by.community).filter(occasion=occasion)
    seats = rows.filter(state__in=HOLDING).aggregate(n=Sum("party"))["n"] or 0
    places = list(rows.filter(state=State.WAITING).order_by("pk").values_list("place", flat=True))
    if rows.count() != RACERS or seats < capacity:
        say(f"{rows.count()} of {RACERS} signed up, {seats} of {capacity} seats taken")
    return max(seats - capacity, 0), sum(place != wanted for place, wanted in zip(places, count(1), strict=False))


def _sign(occasion: Occasion, name: str) -> None:
    try:
        actions.sign(occasion, actions.SignupDraft(name), by=Access.reporter(occasion.community, "居民"))
    finally:
        connection.close()


def _many(occasion: Occasion, clients: int, seconds: int) -> int:
    until = time.monotonic() + seconds
    by = Access.reporter(occasion.community, "居民")

    def work(client: int) -> int:
        done = 0
        try:
            while time.monotonic() < until:
                phone = f"139{client:02d}{done:06d}"
                actions.sign(occasion, actions.SignupDraft(f"人{client}-{done}", phone=phone), by=by)
                done += 1
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(clients) as pool:
        return sum(pool.map(work, range(clients)))
