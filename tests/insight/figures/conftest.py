import pytest

from tests.cast import Cast, cast


@pytest.fixture
def home(db: None) -> Cast:
    return cast()
