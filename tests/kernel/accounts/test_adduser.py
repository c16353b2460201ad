"""`huijia adduser`."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from huijia.kernel.accounts.models import User
from huijia.kernel.ledger.models import Entry
from tests.kernel.accounts.conftest import House


def _run(*words: str) -> str:
    out = io.StringIO()
    call_command("adduser", *words, stdout=out)
    return out.getvalue()


def test_in_a_community(house: House) -> None:
    said = _run("Zhou", "--name", "周某某", "--role", "admin", "--community", "a")
    found = re.search(r"shown once: (\S{14})$", said.strip())
    user = User.objects.get(username="zhou")
    assert found
    assert user.check_password(found[1])
    assert user.must_change_password
    assert [(row.role, row.community) for row in user.memberships.all()] == [("admin", house.community)]
    assert list(Entry.objects.order_by("id").values_list("kind", "actor_kind", "actor_label")) == [
        ("accounts.created", "system", "系统"),
        ("accounts.granted", "system", "系统"),
    ]


def test_by_code_and_above(house: House) -> None:
    _run("one", "--name", "一", "--role", "operator", "--community", "321100001002")
    _run("two", "--name", "二", "--role", "street", "--street", "321100002000")
    _run("three", "--name", "三", "--role", "auditor", "--district", "321100000000")
    scopes = {user.username: user.memberships.get().scope for user in User.objects.all()}
    assert (scopes["one"], scopes["two"], scopes["three"]) == (house.neighbour, house.far.street, house.district)


def test_password_from_stdin(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Sommer-2026\n"))
    said = _run("zhou", "--name", "周", "--role", "admin", "--community", "a", "--password-stdin")
    assert "Sommer" not in said
    assert User.objects.get(username="zhou").check_password("Sommer-2026")


@pytest.mark.parametrize(
    "words",
    [
        ("wang", "--name", "王", "--role", "admin", "--community", "a"),
        ("zhou", "--name", "周", "--role", "street", "--community", "a"),
        ("zhou", "--name", "周", "--role", "admin", "--community", "no"),
        ("zhou", "--name", "周", "--role", "admin"),
        ("zhou", "--name", "周", "--role", "street", "--street", "0"),
        ("zhou", "--name", "周", "--role", "nobody", "--community", "a"),
    ],
)
def test_refused(house: House, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        _run(*words)
    assert not User.objects.filter(username="zhou").exists()
