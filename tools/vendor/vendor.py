#!/usr/bin/env python3
"""Copy the third-party style sheet, fonts and scripts into the repository; run by hand after a version changed.

    cd tools/vendor && npm ci && python3 vendor.py

Writes ``src/jumelage/config/static/vendored/`` (served to visitors) and ``tests/walks/axe*`` (tests only) afresh,
each beside its licence. Refuses a style sheet that would load anything from another host. Standard library only;
no test and no installation runs it.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
VENDORED = HERE.parents[1] / "src/jumelage/config/static/vendored"
WALKS = HERE.parents[1] / "tests/walks"

#: From a package's file to its place below ``vendored``.
COPIES = {
    "@kern-ux/native/dist/kern.min.css": "kern/kern.min.css",
    "@kern-ux/native/LICENSE.md": "kern/LICENSE.md",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
}
#: The weights that KERN's text and headings use; its few lines of weight 500 are shown in 400.
WEIGHTS = (400, 600)
#: A browser loads a subset only where a page has one of its letters.
SUBSETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
#: As it stands in the fonts themselves (name table, id 0); no font name is reserved.
FONT_COPYRIGHT = "Digitized data copyright 2012-2016, The Mozilla Foundation and Telefonica S.A.\n"


def main() -> int:
    """Copy everything; return 1 with a sentence where something cannot be vendored."""
    if not PACKAGES.is_dir():
        print("The packages are not here; run `npm ci` in tools/vendor first.", file=sys.stderr)
        return 1
    kern = (PACKAGES / "@kern-ux/native/dist/kern.min.css").read_text("utf-8")
    if remote := [address for address in re.findall(r"url\(([^)]*)\)|@import\s*([^;]+)", kern) if not is_inline(address)]:
        print(f"KERN's style sheet would load other files: {remote[:3]}; do not vendor it as it is.", file=sys.stderr)
        return 1
    for source, target in COPIES.items():
        copy(PACKAGES / source, VENDORED / target)
    write_fonts()
    copy(PACKAGES / "axe-core/axe.min.js", WALKS / "axe.min.js")
    copy(PACKAGES / "axe-core/LICENSE", WALKS / "axe.LICENSE")
    return 0


def is_inline(address: tuple[str, str]) -> bool:
    """Say whether an address of a style sheet is a picture inside the sheet itself."""
    location, imported = address
    return not imported and location.strip("'\"").startswith("data:")


def write_fonts() -> None:
    """Copy the subsets of the weights, and write the style sheet that names them."""
    package = PACKAGES / "@fontsource/fira-sans"
    ranges: dict[str, str] = json.loads((package / "unicode.json").read_text("utf-8"))
    shutil.rmtree(VENDORED / "fonts", ignore_errors=True)
    faces = ["/* Made by tools/vendor/vendor.py. Fira Sans, SIL Open Font License 1.1: see OFL.txt. */\n"]
    for weight in WEIGHTS:
        for subset in SUBSETS:
            name = f"fira-sans-{subset}-{weight}-normal.woff2"
            copy(package / "files" / name, VENDORED / "fonts" / name)
            faces.append(
                "@font-face {\n"
                '  font-family: "Fira Sans";\n'
                "  font-style: normal;\n"
                f"  font-weight: {weight};\n"
                "  font-display: swap;\n"
                f'  src: url("{name}") format("woff2");\n'
                f"  unicode-range: {ranges[subset]};\n"
                "}\n"
            )
    (VENDORED / "fonts/fonts.css").write_text("".join(faces), "utf-8")
    licence = (package / "LICENSE").read_text("utf-8").partition("\n")[2]
    (VENDORED / "fonts/OFL.txt").write_text(FONT_COPYRIGHT + licence, "utf-8")


def copy(source: Path, target: Path) -> None:
    """Copy one file, making its folder, without the mark of an executable."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    sys.exit(main())
