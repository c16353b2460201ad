"""What one report costs: the hot path of the house."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import cast

REPORT_STATEMENTS = 8


@pytest.mark.django_db(transaction=True)
def test_a_report_is_one_transaction_of_few_statements():
    """Plate, BEGIN, allowances, matter, ledger, search, outbox, COMMIT; the same number on both databases."""
    home = cast()
    client = Client(enforce_csrf_checks=True)
    path = f"/d/{home.plate.token}/report/"
    page = client.get(path).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    def send() -> list[str]:
        form = {
            "csrfmiddlewaretoken": token, "uuid": str(uuid.uuid4()), "text": "村口路灯三天不亮了", "nature": "help",
            "phone": "13800001234", "name": "赵", "category": "",
        }
        with CaptureQueriesContext(connection, ) as captured:
            assert client.post(path, form).status_code == 303
        return [query["sql"] for query in captured]

    send()  # options and calendar are read once in ten seconds
    statements = send()
    assert len(statements) == REPORT_STATEMENTS, "\n".join(line[:100] for line in statements)
    assert [line.split()[0] for line in statements] == [
        "SELECT", "BEGIN", "INSERT", "INSERT", "INSERT", "INSERT", "INSERT", "COMMIT",
    ]
