"""The accounts' pages offer the grids of the community, and no others."""

import pytest

from huijia.kernel.accounts import grids
from huijia.kernel.accounts.forms import GrantForm
from tests.cast import cast

pytestmark = pytest.mark.django_db


def test_the_grids_of_a_community_by_code():
    home, other = cast(), cast("乙社区")

    assert grids.choices(home.community) == [(home.grid.pk, "第1网格"), (home.grid2.pk, "第2网格")]
    form = GrantForm(access=home.access("admin"))
    assert form.fields["grids"].choices == grids.choices(home.community)
    assert not {pk for pk, _name in grids.choices(other.community)} & {home.grid.pk, home.grid2.pk}
