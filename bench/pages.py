"""The list of matters and the search, as a secretary and as a grid worker limited to one grid."""

import os
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from bench import load
from bench.lines import Printer, say
from bench.server import Server
from bench.statements import counted
from bench.texts import SEARCHED
from bench.town import LOGINS
from huijia.core.matters.models import Category, Matter
from huijia.core.places.models import Grid
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User

FIGURES = ("list_p50_ms", "list_p95_ms", "list_statements", "search_p95_ms")
Address = tuple[str, dict[str, str]]
"""Who opens the page, and its query."""


def measure(printer: Printer, server: Server, by: Access, seconds: int, *, each: bool) -> None:
    rows = Matter.objects.everywhere().count()
    cookies = {role: _cookie(username) for role, username in LOGINS.items()}
    lists = [_line(cookies, "desk:matters", address) for address in _lists(by)]
    searches = _searches(by, cookies)
    if each:
        _each(server, [*lists, *searches])
        return
    if printer.wants("list_statements"):
        printer.line("list_statements", _statements(lists), "statements", rows=rows)
    if printer.wants("list_p50_ms", "list_p95_ms"):
        found = _loaded(server, lists, seconds)
        printer.line("list_p50_ms", found.p50, "ms", rows=rows, addresses=len(lists), wrong=found.wrong)
        printer.line("list_p95_ms", found.p95, "ms", rows=rows, addresses=len(lists), wrong=found.wrong)
    if printer.wants("search_p95_ms"):
        found = _loaded(server, searches, seconds)
        printer.line("search_p95_ms", found.p95, "ms", rows=rows, addresses=len(searches), wrong=found.wrong)


def _lists(by: Access) -> list[Address]:
    """As people open it: all, by state, lamp, grid, category, source, what waits for me, a page far back."""
    grid = Grid.objects.of(by.community).order_by("code")[1].pk
    category = Category.objects.of(by.community).get(name="路灯").pk
    deep = str(Matter.objects.of(by.community).order_by("pk")[2000].pk)
    queries: list[dict[str, str]] = [
        {}, {"state": "open"}, {"state": "closed"}, {"grid": str(grid)}, {"category": str(category)},
        {"source": "12345"}, {"lamp": "red"}, {"lamp": "yellow"}, {"flag": "todo"}, {"flag": "today"},
        {"before": deep}, {"grid": str(grid), "category": str(category), "state": "open"},
    ]
    workers: list[dict[str, str]] = [{}, {"state": "open"}, {"flag": "todo"}, {"before": deep}]
    return [("secretary", query) for query in queries] + [("grid_worker", query) for query in workers]


def _searches(by: Access, cookies: dict[str, str]) -> list[str]:
    """Every kind of word, by both roles, plain and with filters."""
    grid = str(Grid.objects.of(by.community).order_by("code")[9].pk)
    found = []
    for word in SEARCHED.values():
        for role in ("secretary", "grid_worker"):
            found.append(_line(cookies, "desk:search", (role, {"q": word})))
            found.append(_line(cookies, "desk:matters", (role, {"q": word, "state": "open"})))
        found.append(_line(cookies, "desk:matters", ("secretary", {"q": word, "grid": grid})))
    return found


def _cookie(username: str) -> str:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get_by_natural_key(username))
    return f"sessionid={client.cookies['sessionid'].value}"


def _line(cookies: dict[str, str], page: str, address: Address) -> str:
    role, query = address
    return f"{cookies[role]}\t{reverse(page)}{'?' if query else ''}{urlencode(query)}"


def _loaded(server: Server, lines: list[str], seconds: int) -> load.Result:
    """Each address once before, so that no page has to come from the disk first."""
    for line in lines:
        cookie, _tab, address = line.partition("\t")
        urllib.request.urlopen(urllib.request.Request(server.base + address, headers={"Cookie": cookie})).close()
    listed = Path(os.environ["HUIJIA_VAR"]) / "pages.txt"
    listed.write_text("\n".join(lines))
    return load.run(server.base, "pages.lua", [str(listed)], clients=1, seconds=seconds)


def _statements(lines: list[str]) -> int:
    """The most that any of the lists costs."""
    most = 0
    for line in lines:
        cookie, _tab, address = line.partition("\t")
        client = Client(headers={"cookie": cookie}, SERVER_NAME="127.0.0.1")
        client.get(address)
        found = counted(lambda client=client, address=address: client.get(address))  # type: ignore[misc]
        if found.statements > most and os.environ.get("HUIJIA_BENCH_SHOW"):
            say("\n".join([address, *(text[:200] for text in found.texts)]))
        most = max(most, found.statements)
    return most


def _each(server: Server, lines: list[str]) -> None:
    for line in lines:
        found = _loaded(server, [line], 2)
        address = line.partition("\t")[2]
        say(f"{found.p50:8.1f} p50 {found.p95:8.1f} p95 {found.most:8.1f} max  {found.wrong} wrong  {address}")
