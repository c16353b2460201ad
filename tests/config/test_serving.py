"""What `huijia start` and `huijia serve` tell the processes they look after."""

import pytest

from huijia.config import serving


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "lan_addresses", lambda: ["192.168.3.7"])
    monkeypatch.setattr(serving, "names", lambda: ["localhost", "office", "127.0.0.1", "::1", "192.168.3.7"])
    for name in ("PUBLIC_URL", "ALLOWED_HOSTS", "HUIJIA_DEMO"):
        # Set, then deleted: both are undone at the end, whatever the code under test writes there.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_an_address_open_to_the_network_is_told_by_its_lan_address() -> None:
    assert serving.addresses("0.0.0.0", 8443, True) == ["https://192.168.3.7:8443", "https://127.0.0.1:8443"]


def test_a_local_address_stays_local() -> None:
    assert serving.addresses("127.0.0.1", 8000, False) == ["http://127.0.0.1:8000"]


def test_an_ipv6_address_is_bracketed() -> None:
    assert serving.addresses("::1", 8000, False) == ["http://[::1]:8000"]


def test_the_settings_hear_of_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    serving.describe_address("0.0.0.0", 8000, True)

    assert serving.os.environ["PUBLIC_URL"] == "https://192.168.3.7:8000"
    assert serving.os.environ["ALLOWED_HOSTS"] == "192.168.3.7,localhost,office,127.0.0.1,[::1]"


def test_a_given_public_address_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://huilong.example/")

    serving.describe_address("127.0.0.1", 8000, False)

    assert serving.os.environ["PUBLIC_URL"] == "https://huilong.example/"
    assert serving.os.environ["ALLOWED_HOSTS"].split(",")[0] == "huilong.example"


def test_given_hosts_are_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "one.example")

    serving.describe_address("127.0.0.1", 8000, False)

    assert serving.os.environ["ALLOWED_HOSTS"] == "one.example"


@pytest.mark.parametrize(
    ("sqlite", "asked", "processes"),
    [(True, [], "1"), (True, ["--web-processes", "3"], "3"), (False, [], "4")],
)
def test_sqlite_is_served_by_one_process(
    monkeypatch: pytest.MonkeyPatch, sqlite: bool, asked: list[str], processes: str
) -> None:
    monkeypatch.setattr(serving, "on_sqlite", lambda: sqlite)
    monkeypatch.setattr("os.cpu_count", lambda: 4)

    command = serving.web_command(serving.parse("serve", "", asked))

    assert command[command.index("--workers") + 1] == processes
    assert ("--respawn-failed-workers" in command) == (processes != "1")
