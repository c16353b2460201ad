"""A few SVG shapes as text. Only presentation attributes: the strict CSP forbids style."""

import unicodedata

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','SimHei',sans-serif"
WIDE, NARROW = 1.0, 0.58
"""Width of a Han character and of a Latin letter or digit, as a share of the font size."""


def number(value: float) -> str:
    """A length in mm with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def ems(text: str) -> float:
    """The width of a text as a multiple of its font size."""
    return sum(WIDE if unicodedata.east_asian_width(letter) in "WF" else NARROW for letter in text)


def fitting(text: str, size: float, width: float) -> float:
    """The font size, `size` at the most, at which the text is no wider than `width`."""
    return min(size, width / ems(text)) if text else size


def text(
    x: float, y: float, words: str, size: float, *, fill: str = "#000", bold: bool = False, anchor: str = "start",
    width: float | None = None,
) -> str:
    """`y` is the baseline. With `width` the glyphs are drawn exactly so wide, whatever the font."""
    weight = ' font-weight="700"' if bold else ""
    length = f' textLength="{number(width)}" lengthAdjust="spacingAndGlyphs"' if width is not None else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{fill}" text-anchor="{anchor}"'
        f'{weight}{length}>{escape(words)}</text>'
    )


def rect(
    x: float, y: float, width: float, height: float, *, fill: str = "none", stroke: str = "none", line: float = 0,
    round_by: float = 0, dash: str = "",
) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    drawn = f' stroke="{stroke}" stroke-width="{number(line)}"' if stroke != "none" else ""
    corner = f' rx="{number(round_by)}"' if round_by else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" fill="{fill}"'
        f"{corner}{drawn}{dashed}/>"
    )


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = "#000", width: float = 0.2) -> str:
    return f'<path d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" stroke="{stroke}" stroke-width="{width}"/>'


def polygon(points: list[tuple[float, float]], fill: str) -> str:
    return f'<polygon points="{" ".join(f"{number(x)},{number(y)}" for x, y in points)}" fill="{fill}"/>'


def moved(x: float, y: float, inner: str) -> str:
    return f'<g transform="translate({number(x)} {number(y)})">{inner}</g>'


def qr(url: str, x: float, y: float, side: float, *, error: str = "q") -> str:
    """The code with its quiet zone of four modules inside `side`; closed shapes, so that it can be cut or engraved.

    Correction Q: a quarter may be scratched off. H (30 %) for metal that hangs outside for years.
    """
    code = segno.make(url, error=error, micro=False, boost_error=False)
    shapes = []
    for row, modules in enumerate(code.matrix):
        column = 0
        while column < len(modules):
            run = 0
            while column + run < len(modules) and modules[column + run]:
                run += 1
            if run:
                shapes.append(f"M{column + 4} {row + 4}h{run}v1h-{run}z")
            column += run + 1
    scale = side / (len(code.matrix) + 8)
    drawn = f'<path d="{"".join(shapes)}" fill="#000" shape-rendering="crispEdges"/>'
    return (
        f'{rect(x, y, side, side, fill="#fff")}'
        f'<g transform="translate({number(x)} {number(y)}) scale({scale:.5f})">{drawn}</g>'
    )


def picture(inner: str, width: float, height: float, *, label: str = "", name: str = "") -> SafeString:
    """A whole SVG of exactly so many millimetres. `name` is its class on a page. Safe: every text in it was escaped."""
    title = f"<title>{escape(label)}</title>" if label else ""
    css = f' class="{name}"' if name else ""
    # A picture without words of its own stands beside them.
    told = 'role="img"' if label else 'aria-hidden="true"'
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg"{css} width="{number(width)}mm" height="{number(height)}mm" '
        f'viewBox="0 0 {number(width)} {number(height)}" font-family="{FONTS}" {told}>{title}{inner}</svg>'
    )
