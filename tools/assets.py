"""Copies what the pages need from node_modules/ to src/huijia/static/vendor/ and draws the icons into one sprite.

Run by `tools/setup.sh`; both folders stay out of version control.
"""

import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "huijia" / "static" / "vendor"

FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "dexie/dist/dexie.min.js": "dexie.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.min.js": "leaflet-geoman.js",
    "leaflet/dist/images/layers.png": "images/layers.png",
    "leaflet/dist/images/layers-2x.png": "images/layers-2x.png",
    "leaflet/dist/images/marker-icon.png": "images/marker-icon.png",
    "leaflet/dist/images/marker-icon-2x.png": "images/marker-icon-2x.png",
    "leaflet/dist/images/marker-shadow.png": "images/marker-shadow.png",
}
LICENCES = {
    "Tabler Icons": "@tabler/icons/LICENSE",
    "Dexie": "dexie/LICENSE",
    "htmx": "htmx.org/LICENSE",
    "Leaflet": "leaflet/LICENSE",
    "Leaflet-Geoman": "@geoman-io/leaflet-geoman-free/LICENSE",
    "Lodash (in Leaflet-Geoman)": "lodash/LICENSE",
    "polyclip-ts (in Leaflet-Geoman)": "polyclip-ts/LICENSE",
    "Turf (in Leaflet-Geoman)": "@turf/kinks/LICENSE",
    "Popper": "@popperjs/core/LICENSE.md",
}
ICONS = [
    "alert-triangle", "arrow-back-up", "arrow-left", "arrow-right", "arrows-split", "bell", "building-community",
    "bulb", "calendar", "camera", "chart-bar", "check", "chevron-down", "chevron-right", "circle-check",
    "clipboard-check", "clipboard-list", "clock", "copy", "current-location", "dots", "download", "droplet", "edit",
    "external-link", "eye", "eye-off", "file-text", "filter", "flag", "flame", "git-merge", "hand-stop", "heart",
    "history", "home", "home-heart", "info-circle", "key", "language", "layout-kanban", "letter-case", "link",
    "list", "lock", "login", "logout", "map", "map-pin", "menu-2", "message", "message-circle", "microphone",
    "moon", "paperclip", "phone", "phone-call", "phone-off", "photo", "player-pause", "player-play", "player-stop",
    "plus", "printer", "qrcode", "refresh", "search", "send", "settings", "shield", "shield-check", "speakerphone",
    "star", "sun", "table", "trash", "trees", "upload", "user", "user-plus", "users", "wifi-off", "x",
    "car", "walk", "arrow-forward-up", "eraser", "grid-dots", "navigation", "polygon", "scissors", "vector",
]

SVG = "http://www.w3.org/2000/svg"
# Their maps are not copied, and a hashed file name would be looked for in vain.
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*\Z")


def copy_files() -> None:
    for source, target in FILES.items():
        path = VENDOR / target
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in {".css", ".js"}:
            text = (MODULES / source).read_text(encoding="utf-8")
            path.write_text(SOURCE_MAP.sub("", text).rstrip() + "\n", encoding="utf-8")
        else:
            shutil.copyfile(MODULES / source, path)


def symbol(name: str) -> ElementTree.Element:
    """The outline icon `name` as a <symbol>, without the empty square that every icon starts with."""
    icon = ElementTree.parse(MODULES / "@tabler/icons/icons/outline" / f"{name}.svg").getroot()
    element = ElementTree.Element(
        f"{{{SVG}}}symbol",
        {
            "id": name,
            "viewBox": "0 0 24 24",
            "fill": "none",
            "stroke": "currentColor",
            "stroke-width": "2",
            "stroke-linecap": "round",
            "stroke-linejoin": "round",
        },
    )
    element.extend(child for child in icon if child.get("d") != "M0 0h24v24H0z")
    return element


def draw_sprite() -> None:
    ElementTree.register_namespace("", SVG)
    sprite = ElementTree.Element(f"{{{SVG}}}svg")
    sprite.extend(symbol(name) for name in ICONS)
    ElementTree.ElementTree(sprite).write(VENDOR / "icons.svg", encoding="utf-8", xml_declaration=False)


def write_licences() -> None:
    parts = [f"{name}\n\n{(MODULES / path).read_text(encoding='utf-8').strip()}\n" for name, path in LICENCES.items()]
    (VENDOR / "LICENCES.txt").write_text("\n---\n\n".join(parts), encoding="utf-8")


def main() -> int:
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    try:
        copy_files()
        draw_sprite()
        write_licences()
    except FileNotFoundError as missing:
        sys.stderr.write(f"缺少文件 / a file is missing: {missing.filename}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
