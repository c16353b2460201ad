"""What waits on the first page: the set-up while the community is not opened."""


def register() -> None:
    """Filled in by later steps."""
