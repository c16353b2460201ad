"""Fifty at once for the last place, on whichever database the run is: one gets it, the others wait in order."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from huijia.core.signup import actions
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from tests.cast import cast
from tests.core.signup.conftest import planned

RACERS = 50


def race(occasion: Occasion) -> list[str]:
    """What each of them got: its state, or "full"."""
    by = Access.reporter(occasion.community, "居民")

    def one(number: int) -> str:
        try:
            draft = actions.SignupDraft(f"人{number}")
            return str(actions.sign(occasion, draft, by=by).signup.state)
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(one, range(RACERS)))


@pytest.mark.django_db(transaction=True)
def test_one_gets_the_last_place_and_the_order_is_kept() -> None:
    occasion = planned(cast(), capacity=1)
    assert Counter(race(occasion)) == {"signed": 1, "waiting": RACERS - 1}
    occasion.refresh_from_db()
    assert (occasion.seats_taken, occasion.waiting, occasion.line) == (1, RACERS - 1, RACERS - 1)
    rows = Signup.objects.of(occasion.community_id).order_by("pk")
    assert [row.place for row in rows] == [0, *range(1, RACERS)]


@pytest.mark.django_db(transaction=True)
def test_without_a_line_the_others_are_told_it_is_full() -> None:
    occasion = planned(cast(), capacity=1, has_line=False)
    assert Counter(race(occasion)) == {"signed": 1, "full": RACERS - 1}
    assert Signup.objects.of(occasion.community_id).count() == 1
