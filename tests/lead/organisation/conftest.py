import pytest

from tests.cast import Cast, cast
from tests.doors.desk.conftest import SignIn, signed_in


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


@pytest.fixture
def as_(home: Cast) -> SignIn:
    return lambda who: signed_in(home, who)
