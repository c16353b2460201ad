import pytest
from django.db import connection

from huijia.lib.sqlite_queue import statistics
from tests.cast import cast


@pytest.mark.django_db
def test_the_planner_learns_of_the_tables():
    home = cast()
    for number in range(20):
        home.raise_matter(f"路灯 {number}")
    statistics.refresh()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'matters_matter'")
            assert cursor.fetchone()[0] > 0
