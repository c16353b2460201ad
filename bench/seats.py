"""Fifty at once for the last places of one occasion: how many too many were let in, and how fast sign-up is.

Through the verb that the pages call; every client is a thread with a connection of its own.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import Sum

from bench.lines import Printer, say
from huijia.core.signup import actions
from huijia.core.signup.enums import HOLDING, State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.counter import actions as counter
from huijia.serve.counter.actions.hours import slots
from huijia.serve.counter.enums import Kind
from huijia.serve.counter.models import Counter, CounterService, Opening

FIGURES = ("overbooked_seats", "signup_per_second", "bookings_per_second", "booking_p95_ms")
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
    if printer.wants("bookings_per_second", "booking_p95_ms"):
        _bookings(printer, by, seconds)


def _bookings(printer: Printer, by: Access, seconds: int) -> None:
    """Hours of the counter booked by many at once, each hour with one place: as many as there are, and no more."""
    for clients in (1, 8, 50):
        opening = _opening(by)
        hours = slots(opening)
        service = CounterService.objects.of(by.community).get()
        taken = count()

        def book(hours: list[Occasion] = hours, service: CounterService = service, taken: Any = taken) -> float:
            number = next(taken)
            began = time.perf_counter()
            draft = actions.SignupDraft(f"人{number}", phone=f"137{number:08d}")
            by_one = Access.reporter(by.community, "居民")
            counter.book(hours[number % len(hours)], draft, service=service, by=by_one)
            return time.perf_counter() - began

        spans = _as_many_as_go(clients, seconds, book)
        rows = Signup.objects.everywhere().count()
        held = Signup.objects.of(by.community).filter(occasion__in=hours, state__in=HOLDING)
        over = sum(max(row["n"] - 1, 0) for row in held.values("occasion").order_by().annotate(n=Sum("party")))
        printer.line(
            "bookings_per_second", len(spans) / seconds, "1/s", clients=clients, rows=rows, overbooked_seats=over
        )
        spans.sort()
        p95 = spans[int(len(spans) * 0.95)] * 1000 if spans else 0.0
        printer.line("booking_p95_ms", p95, "ms", clients=clients, rows=rows)


def _opening(by: Access) -> Opening:
    """A day of 5-minute hours some way ahead, on a counter of its own."""
    letters = set(Counter.objects.of(by.community).values_list("letter", flat=True))
    letter = next(sign for sign in "ZYXWVUTSRQ" if sign not in letters)
    row = counter.save_counter(None, name=f"测速{letter}", place_name="测速", letter=letter, by=by)
    if not CounterService.objects.of(by.community).exists():
        counter.save_service(None, counter.Card("测速"), by=by)
    starts = clock.now() + timedelta(days=3)
    draft = counter.ExtraDraft(row, Kind.WEEKEND, starts, starts + timedelta(hours=14), 5)
    return counter.open_extra(draft, by=by)


def _as_many_as_go(clients: int, seconds: int, work: Callable[[], float]) -> list[float]:
    until = time.monotonic() + seconds

    def go(_client: int) -> list[float]:
        spans = []
        try:
            while time.monotonic() < until:
                spans.append(work())
        finally:
            connection.close()
        return spans

    with ThreadPoolExecutor(clients) as pool:
        return [span for spans in pool.map(go, range(clients)) for span in spans]


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
