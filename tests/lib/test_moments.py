from datetime import UTC, datetime

import pytest
from django.utils import translation

from huijia.lib import clock
from huijia.lib.moments import said_moment

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("2026-12-10 17:30", "12月10日 17:30"), ("2026-01-02 09:05", "1月2日 09:05"),
        ("2027-01-04 08:00", "2027年1月4日 08:00"), ("钱委员", "钱委员"), ("", ""),
        ("2026-13-40 17:30", "2026-13-40 17:30"),
    ],
)
def test_a_kept_moment_is_said(kept: str, said: str) -> None:
    with clock.frozen(NOW), translation.override("zh-hans"):
        assert said_moment(kept) == said


def test_english_readers_get_their_own_way() -> None:
    with clock.frozen(NOW), translation.override("en"):
        assert "月" not in said_moment("2026-12-10 17:30") + said_moment("2027-12-10 17:30")
