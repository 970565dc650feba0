"""Builds static/vendor/, THIRD-PARTY.md and LICENSE from the packages that package-lock.json pins.

cp package.json package-lock.json .npmrc /some/where && (cd /some/where && npm ci)
python scripts/build_vendor_css.py /some/where/node_modules
"""

import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
FONT = "@fontsource-variable/source-sans-3"
FONT_FILE = "source-sans-3-latin-wght-normal.woff2"
HEAD = '@charset "UTF-8";\n/* NL Design System CSS, EUPL-1.2, see THIRD-PARTY.md. Built, do not edit. */'
CANDIDATE = ["button", "heading", "paragraph", "link", "skip-link", "data-badge", "number-badge", "mark"]
UTRECHT = [
    *["form-field", "form-label", "form-field-description", "form-field-error-message", "form-fieldset"],
    *["textbox", "textarea", "select", "checkbox", "radio-button"],
    *["alert", "table", "breadcrumb-nav", "unordered-list", "data-list", "action-group"],
]
# The order is the cascade: the near-final packages first, the parts that fill the gaps after them.
STYLES = {f"@nl-design-system-candidate/{part}-css": f"dist/{part}.css" for part in CANDIDATE} | {
    f"@utrecht/{part}-css": "dist/index.min.css" for part in UTRECHT
}


def bundle(modules: Path) -> str:
    """All style sheets in one, without byte-order marks, @charset and source-map lines."""
    parts = [(modules / name / path).read_text("utf-8").lstrip("\ufeff") for name, path in STYLES.items()]
    bare = [part.split("/*# sourceMappingURL")[0].replace('@charset "UTF-8";', "").strip() for part in parts]
    return "\n".join([HEAD, *bare]) + "\n"


def third_party(modules: Path) -> str:
    """The table of what is shipped, in which version, under which licence."""
    names = sorted([FONT, *STYLES])
    rows = [json.loads((modules / name / "package.json").read_text("utf-8")) for name in names]
    table = "\n".join(f"| `{row['name']}` | {row['version']} | {row['license']} |" for row in rows)
    return (
        "# Third-party parts\n\n"
        "Style sheets and font in `static/vendor/`, unchanged apart from being put together by\n"
        "`scripts/build_vendor_css.py`. Their licence texts: `static/vendor/EUPL-1.2.md` and\n"
        "`static/vendor/OFL-1.1.txt`.\n\n"
        f"| Package | Version | Licence |\n| --- | --- | --- |\n{table}\n"
    )


def main() -> None:
    """Writes every generated file."""
    modules = Path(sys.argv[1])
    VENDOR.mkdir(parents=True, exist_ok=True)
    (VENDOR / "nlds.css").write_text(bundle(modules), "utf-8")
    (ROOT / "THIRD-PARTY.md").write_text(third_party(modules), "utf-8")
    shutil.copyfile(modules / FONT / "files" / FONT_FILE, VENDOR / FONT_FILE)
    shutil.copyfile(modules / FONT / "LICENSE", VENDOR / "OFL-1.1.txt")
    for copy in (VENDOR / "EUPL-1.2.md", ROOT / "LICENSE"):
        shutil.copyfile(modules / "@utrecht/alert-css/LICENSE.md", copy)


if __name__ == "__main__":
    main()
