"""The town that is measured: one community with many matters, a neighbour with some, made by the bulk verbs."""

import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import connection

from bench import texts
from bench.lines import say
from bench.multiply import multiply
from huijia.core.matters.actions import tick
from huijia.core.matters.actions.history import HistoryRow, record_history
from huijia.core.matters.actions.register import Draft
from huijia.core.matters.enums import Nature, Source
from huijia.core.matters.models import Category, Matter
from huijia.core.matters.seeds import plant_categories
from huijia.core.places.actions import issue_plates, save_grid
from huijia.core.places.models import DoorPlate, Grid
from huijia.kernel.accounts import actions as accounts
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import actions as communities
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger.actions import seal_pending
from huijia.kernel.notify.actions import muted
from huijia.lib import clock

SEED = 20260101
CHUNK = 2000
BY_VERB = 50_000
"""So many matters are made by the bulk verb; more are copies of them."""
DOORS = 2000
GRIDS = 12
MOST = 10_000
"""The highest limit that the options allow; with so many doors nobody comes near it."""
YEARS = 5
LOGINS = {"secretary": "bshuji", "operator": "bzhiban", "grid_worker": "bwangge"}


def settle(slug: str, number: int) -> Access:
    """The community with grids, plates, categories and logins; the one that is there already is taken."""
    there = Community.objects.filter(slug=slug).first()
    if there is not None:
        return Access.system(there, "bench")
    community = communities.found(
        name=f"测速{number}社区", slug=slug, code12=f"32110000{number:04d}", hotline="0511-00000000",
        street=communities.Place("测速街道", "321100001000"), district=communities.Place("测速区", "321100000000"),
    )
    by = Access.system(community, "bench")
    plant_categories(by)
    code = 321_100_000_010_000 + number * 100
    grids = [save_grid(code=str(code + place), name=f"第{place}网格", by=by) for place in range(1, GRIDS + 1)]
    issue_plates((DoorPlate(place_name=f"回龙苑{n}幢", grid=grids[n % GRIDS]) for n in range(DOORS)), by=by)
    for key in ("door_reports_per_hour", "phone_reports_per_day"):
        communities.set_option(community, key, MOST, by=by)
    if number == 1:
        _logins(by, grids)
    return by


def _logins(by: Access, grids: list[Grid]) -> None:
    for role, username in LOGINS.items():
        user = accounts.create_user(
            username=username, name=f"测速{role}", password="bench-only-2026-Huijia", by=by, must_change_password=False
        )
        accounts.grant(user, role, by.community, grids=[grids[1].pk] if role == "grid_worker" else (), by=by)


def fill(rows: int) -> Access:
    """Brings the two communities to `rows` matters in all; returns the first one's access."""
    town, neighbour = settle("bench", 1), settle("bench-neighbour", 2)
    there = Matter.objects.everywhere().count()
    if there >= rows:
        return town
    began = time.monotonic()
    times = max(1, rows // BY_VERB) if not there else 1
    record_rows([town] * 9 + [neighbour], there, rows // times)
    if times > 1:
        say(f"  × {times}")
        multiply(times, 365 * YEARS)
    say(f"  {rows - there:,} in {time.monotonic() - began:.0f} s")
    settle_down()
    return town


def record_rows(owners: Sequence[Access], first: int, behind: int) -> None:
    """By the bulk verb, the chunks to each of `owners` in turn."""
    shelves = {by.community.pk: _Shelf(by) for by in owners}
    for start in range(first, behind, CHUNK):
        by = owners[start // CHUNK % len(owners)]
        count = min(CHUNK, behind - start)
        record_history(list(shelves[by.community.pk].rows(start, count, behind)), by=by)
        if start // CHUNK % 10 == 0:
            say(f"  {start + count:,} / {behind:,} 事项 / matters")


def settle_down() -> None:
    """What worker and autovacuum have done a while after such a load."""
    while seal_pending():
        pass
    with muted():
        tick()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("CHECKPOINT")


class _Shelf:
    """Rows of one community: most of them ended long ago, many of the last ten days still open."""

    def __init__(self, by: Access) -> None:
        self.grids = list(Grid.objects.of(by.community))
        # The first grids have more to tell than the last ones.
        self.weights = [1 / (place + 1) for place in range(len(self.grids))]
        self.categories = list(Category.objects.of(by.community).filter(parent__isnull=False, is_sensitive=False))
        self.now = clock.now()

    def rows(self, start: int, count: int, total: int) -> Iterator[HistoryRow]:
        random = Random(SEED + start)
        for place in range(start, start + count):
            yield self._row(random, self.now - timedelta(days=365 * YEARS * (1 - place / total)))

    def _row(self, random: Random, received: datetime) -> HistoryRow:
        fresh = self.now - received < timedelta(days=10)
        is_open = random.random() < (0.6 if fresh else 0.01)
        draft = Draft(
            text=texts.message(random), source=random.choice((Source.HOTLINE, Source.DOOR, Source.CITY_12345)),
            uuid=UUID(int=random.getrandbits(128)), nature=random.choice((Nature.HELP, Nature.COMPLAINT)),
            grid=random.choices(self.grids, self.weights)[0], category=random.choice(self.categories),
            place_name=f"{random.choice(texts.ESTATES)}{random.randrange(1, 60)}幢",
        )
        answer = "" if is_open else random.choice(texts.ANSWERS)
        answered = min(received + timedelta(hours=random.randrange(2, 200)), self.now)
        return HistoryRow(draft, received, answer, answered)
