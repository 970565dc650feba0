"""Pages on paper: PDF/UA-1, so that a screen reader finds headings, tables and the words of charts."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import typst
from flask import Response, current_app

from portal.config import ROOT
from portal.texts import language
from portal.web.kit.responses import FILE_CSP

CHART_STYLE = (
    "<style>text{font-family:'Libertinus Serif',serif;font-size:14px}"
    ".lp-dots__grid,.lp-dots__axis{stroke:#aebbc6}.lp-dots__tick{font-size:12px}.lp-dots__group{font-weight:bold}"
    ".lp-dots__margin{fill:#9fb6cc}.lp-dots__target{stroke:#8a3b12;stroke-width:4}.lp-dots__missing{font-size:12px}"
    ".lp-dots__second{fill:#fff;stroke:#000;stroke-width:2}.lp-dots__dot{fill:#154273}</style>"
)


# What the letters in the wheel lack: pictures (with what joins and colours them), and all of East Asia.
_PICTURES = re.compile(
    "[\u2600-\u27bf\u2b00-\u2bff\u2e80-\ua4ff\uac00-\ud7ff\ufe00-\ufe0f\uff00-\uffef\U00010000-\U0010ffff\u200d]+"
)
_FOREIGN = re.compile("[^\x00-\u024f\u2010-\u2027\u20ac\u25a1]+")
_BOX = "\N{WHITE SQUARE}"


def chart(svg: str) -> str:
    """A chart with its colours inside: on paper there is no style sheet."""
    return svg.replace("<title", f"{CHART_STYLE}<title", 1)


def render(template: str, data: Mapping[str, Any]) -> bytes:
    """The template as a tagged PDF. What people wrote goes in as data, so it is never read as markup."""
    source = (ROOT / "templates" / "pdf" / template).read_bytes()
    said = json.dumps({**data, "lang": language()}, ensure_ascii=False)
    for fewer in (said, _PICTURES.sub(_BOX, said)):
        with suppress(typst.TypstError):  # a sign that the letters in the wheel do not have
            return _compiled(source, fewer)
    return _compiled(source, _FOREIGN.sub(_BOX, said))


def _compiled(source: bytes, said: str) -> bytes:
    return typst.compile(
        source,
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,  # the same pages on every machine: those in the wheel
        sys_inputs={"data": said},
    )


def download(template: str, data: Mapping[str, Any], name: str) -> Response:
    """The PDF as a file to save."""
    answer = current_app.response_class(render(template, data), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = FILE_CSP
    return answer
