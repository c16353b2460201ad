"""The Content-Security-Policy of every page: no inline script or style, nothing from elsewhere."""

from collections.abc import Iterable


def content_policy(pictures: Iterable[str] = ()) -> str:
    """`pictures`: hosts from which map tiles may come besides our own."""
    images = " ".join(("'self'", "data:", "blob:", *pictures))
    return (
        f"default-src 'self'; script-src 'self'; style-src 'self'; img-src {images}; media-src 'self' blob:; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
