"""Months as an address names them."""

from datetime import date, timedelta


def chosen(text: str, today: date) -> date:
    """The first day of "2026-04"; of this month for what is none."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 2000 <= found.year <= 2100 else today.replace(day=1)


def before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
