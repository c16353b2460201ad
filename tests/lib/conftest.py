"""Messages in these tests are compared in the language in which they are written."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True, scope="module")
def chinese():
    with translation.override("zh-hans"):
        yield
